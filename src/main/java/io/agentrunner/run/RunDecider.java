package io.agentrunner.run;

import static io.agentrunner.run.RunState.CANCELED;
import static io.agentrunner.run.RunState.QUEUED;
import static io.agentrunner.run.RunState.RUNNING;
import static io.agentrunner.run.RunState.WAITING;

import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules: what follows when a command meets a run. Pure; the time and every id arrive as
 * arguments, and no event it answers with is ever refused by the fold.
 */
public final class RunDecider {

    private RunDecider() {}

    /**
     * What follows when {@code command} meets {@code run}: events to append, or the rule it would
     * break.
     */
    public static Decision decide(Workflow workflow, Run run, RunCommand command, Instant now) {
        if (run.state().isTerminal()) {
            return afterTheEnd(run, command);
        }
        var plan = new Plan(workflow, run, now);
        return switch (command) {
            case Start _, WakeUp _, Cancel _ when isOnlyToBeCanceled(run) ->
                    plan.cancelRun().accepted();
            case Start(var node) -> start(plan, node);
            case CompleteStep complete -> complete(plan, complete);
            case FailStep fail -> fail(plan, fail);
            case SuspendStep suspend -> suspend(plan, suspend);
            case StopStep stop -> stop(plan, stop);
            case HandOver handOver -> handOver(plan, handOver);
            case WakeUp(var node) -> wakeUp(plan, node);
            case AwaitCapacity _ -> awaitCapacity(plan);
            case Cancel(var reason) -> cancel(plan, reason);
            case Recover(var node, var from) -> recover(plan, node, from);
            case Fail(var reason, var message) ->
                    plan.cancelSteps(reason, message).failRun(reason, message).accepted();
        };
    }

    /**
     * What arrives late is no news to a run that ended the way it asks for; the rest comes too
     * late.
     */
    private static Decision afterTheEnd(Run run, RunCommand command) {
        return switch (command) {
            case Cancel _ when run.state() == CANCELED -> Decision.NOTHING_TO_DO;
            case WakeUp _, AwaitCapacity _, Recover _ -> Decision.NOTHING_TO_DO;
            case Start _,
                    CompleteStep _,
                    FailStep _,
                    SuspendStep _,
                    StopStep _,
                    HandOver _,
                    Cancel _,
                    Fail _ ->
                    new Rejected(Rule.RUN_IS_OVER, "the run is " + run.state());
        };
    }

    /** Whether the wish to end it was written down and nothing is left to be stopped. */
    private static boolean isOnlyToBeCanceled(Run run) {
        return run.isCancelRequested() && run.steps().running() == 0;
    }

    private static Decision start(Plan plan, String node) {
        return plan.run().state() == QUEUED
                ? plan.startRun(node).startStep(plan.workflow().first(), node).accepted()
                : new Rejected(Rule.ALREADY_STARTED, "the run is " + plan.run().state());
    }

    private static Decision complete(Plan plan, CompleteStep command) {
        if (isRepeated(plan.run(), command)) {
            return Decision.NOTHING_TO_DO;
        }
        return plan.run().state() == RUNNING && runs(plan.run(), command.step(), command.attempt())
                ? new AttemptEnd(plan).completed(command).accepted()
                : stale(plan.run(), command.step(), command.attempt());
    }

    private static boolean isRepeated(Run run, CompleteStep command) {
        return run.steps()
                .find(command.step())
                .filter(step -> step.state() == StepState.COMPLETED)
                .filter(step -> step.attempt().number() == command.attempt())
                .isPresent();
    }

    private static Decision fail(Plan plan, FailStep command) {
        return runs(plan.run(), command.step(), command.attempt())
                ? new AttemptEnd(plan).failed(command).accepted()
                : stale(plan.run(), command.step(), command.attempt());
    }

    private static Decision suspend(Plan plan, SuspendStep command) {
        if (!runs(plan.run(), command.step(), command.attempt())) {
            return stale(plan.run(), command.step(), command.attempt());
        }
        return plan.run().isCancelRequested()
                ? plan.cancelRun().accepted()
                : plan.suspendStep(command).accepted();
    }

    private static Decision stop(Plan plan, StopStep command) {
        if (!runs(plan.run(), command.step(), command.attempt())) {
            return stale(plan.run(), command.step(), command.attempt());
        }
        return plan.run().isCancelRequested()
                ? plan.artifacts(command.step(), command.attempt(), command.artifacts())
                        .cancelRun()
                        .accepted()
                : new Rejected(Rule.NOT_RUNNING, "nobody asked for the run to end");
    }

    private static Decision handOver(Plan plan, HandOver command) {
        if (!runs(plan.run(), command.step(), command.attempt())) {
            return stale(plan.run(), command.step(), command.attempt());
        }
        return plan.run().isCancelRequested()
                ? plan.cancelRun().accepted()
                : plan.handOver(command).accepted();
    }

    private static Decision wakeUp(Plan plan, String node) {
        if (plan.run().state() == QUEUED) {
            return Decision.NOTHING_TO_DO;
        }
        return plan.isPastRunDeadline()
                ? plan.timeOutRun().accepted()
                : new Resumption(plan, node).wake().accepted();
    }

    /** Said once, and only of a run that is kept from going on by nothing else. */
    private static Decision awaitCapacity(Plan plan) {
        var run = plan.run();
        if (run.state() != WAITING || run.reason() == Reason.CAPACITY) {
            return Decision.NOTHING_TO_DO;
        }
        return Deadlines.next(plan.workflow(), run)
                .filter(deadline -> !deadline.at().isAfter(plan.now()))
                .<Decision>map(deadline -> plan.waitForCapacity(deadline.at()).accepted())
                .orElse(Decision.NOTHING_TO_DO);
    }

    /**
     * What runs is told to stop and ends the run when it has; what waits or queues ends at once.
     */
    private static Decision cancel(Plan plan, @Nullable String reason) {
        if (plan.run().isCancelRequested()) {
            return Decision.NOTHING_TO_DO;
        }
        plan.requestCancel(reason);
        return plan.run().steps().running() > 0 ? plan.accepted() : plan.cancelRun().accepted();
    }

    private static Decision recover(Plan plan, String node, String from) {
        return switch (plan.run().state()) {
            case RUNNING -> new Resumption(plan, node).recover(from).accepted();
            case QUEUED, WAITING -> Decision.NOTHING_TO_DO;
            case COMPLETED, FAILED, CANCELED -> throw new AssertionError("handled above");
        };
    }

    private static boolean runs(Run run, StepKey step, int attempt) {
        return run.steps().find(step).filter(found -> found.isRunning(attempt)).isPresent();
    }

    private static Decision stale(Run run, StepKey step, int attempt) {
        return new Rejected(
                run.state() == QUEUED || run.state() == WAITING
                        ? Rule.NOT_RUNNING
                        : Rule.STALE_ATTEMPT,
                "attempt %d of %s does not run".formatted(attempt, step));
    }
}
