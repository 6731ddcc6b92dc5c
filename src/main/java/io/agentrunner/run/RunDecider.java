package io.agentrunner.run;

import static io.agentrunner.run.RunState.QUEUED;
import static io.agentrunner.run.RunState.WAITING;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Report;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.workflow.Workflow;

/**
 * The rules: what follows when a command meets a run. Pure; the time and every id arrive as
 * arguments, and no event it answers with is ever refused by the fold.
 */
public final class RunDecider {

    /** With more events than that a run fails. */
    public static final int MOST_EVENTS = 50_000;

    private RunDecider() {}

    /**
     * What follows when {@code command} meets {@code run} on the node that has it: events to
     * append, or the rule it would break.
     */
    public static Decision decide(Workflow workflow, Run run, RunCommand command, Here here) {
        if (run.state().isTerminal()) {
            return afterTheEnd(run, command);
        }
        var decision = decide(new Plan(workflow, run, here), command);
        return isTooMuch(run, decision) ? tooMuch(new Plan(workflow, run, here)) : decision;
    }

    /**
     * What a node puts on record of a fact about a run that another node has: nothing begins by it.
     */
    public static Decision record(Workflow workflow, Run run, Fact fact, Here here) {
        if (run.state().isTerminal()) {
            return Hearing.afterTheEnd(run, fact);
        }
        var plan = new Plan(workflow, run, here);
        return new Hearing(plan).hear(fact).<Decision>map(it -> it).orElseGet(plan::accepted);
    }

    private static Decision decide(Plan plan, RunCommand command) {
        return switch (command) {
            case Start _ -> start(plan);
            case Report report -> new Reporting(plan).hear(report);
            case WakeUp _ -> goOn(plan);
            case AwaitCapacity _ -> awaitCapacity(plan);
            case Recover(var from) -> recover(plan, from);
            case Fail(var reason, var message) ->
                    plan.cancelSteps(reason, message).failRun(reason, message).accepted();
            case Hear(var fact) -> hear(plan, fact);
        };
    }

    /**
     * What arrives late is no news to a run that ended the way it asks for; the rest comes too
     * late.
     */
    private static Decision afterTheEnd(Run run, RunCommand command) {
        return switch (command) {
            case Hear(var fact) -> Hearing.afterTheEnd(run, fact);
            case WakeUp _, AwaitCapacity _, Recover _ -> Decision.NOTHING_TO_DO;
            case Start _, Report _, Fail _ ->
                    new Rejected(Rule.RUN_IS_OVER, "the run is " + run.state());
        };
    }

    private static Decision goOn(Plan plan) {
        return new Onward(plan).go().accepted();
    }

    private static Decision start(Plan plan) {
        if (plan.run().isCancelRequested() && plan.isIdle()) {
            return goOn(plan);
        }
        if (plan.run().state() != QUEUED) {
            return new Rejected(Rule.ALREADY_STARTED, "the run is " + plan.run().state());
        }
        return plan.run().isPaused()
                ? Decision.NOTHING_TO_DO
                : goOn(plan.happens(new RunStarted(plan.node(), plan.now())));
    }

    /** Said once, and only of a run that is kept from going on by nothing else. */
    private static Decision awaitCapacity(Plan plan) {
        var run = plan.run();
        if (run.state() != WAITING || run.reason() == Reason.CAPACITY || run.isPaused()) {
            return Decision.NOTHING_TO_DO;
        }
        return Deadlines.next(plan.workflow(), run)
                .map(Deadlines.Deadline::at)
                .filter(at -> !at.isAfter(plan.now()))
                .<Decision>map(
                        at ->
                                plan.waitFor(
                                                Reason.CAPACITY,
                                                "due since %s; every node has as many runs as it may"
                                                        .formatted(at),
                                                at)
                                        .accepted())
                .orElse(Decision.NOTHING_TO_DO);
    }

    private static Decision recover(Plan plan, String from) {
        return switch (plan.run().state()) {
            case RUNNING -> new Recovering(plan).recover(from).accepted();
            case QUEUED, WAITING -> Decision.NOTHING_TO_DO;
            case COMPLETED, FAILED, CANCELED -> throw new AssertionError("handled above");
        };
    }

    private static Decision hear(Plan plan, Fact fact) {
        var rejected = new Hearing(plan).hear(fact);
        if (rejected.isPresent()) {
            return rejected.get();
        }
        new Onward(plan).go();
        return fact instanceof TakeStep && !plan.hasMoved()
                ? new Rejected(
                        Rule.NOTHING_TO_DO,
                        "there is nothing to do yet: " + Progress.waiting(plan.run()))
                : plan.accepted();
    }

    private static boolean isTooMuch(Run run, Decision decision) {
        return decision instanceof Accepted(var events)
                && run.seq() + events.size() > MOST_EVENTS
                && !run.evolve(run.seq() + 1, events).state().isTerminal();
    }

    private static Decision tooMuch(Plan plan) {
        var message = "the run has %,d events, as many as a run may have".formatted(MOST_EVENTS);
        return plan.cancelSteps(Reason.EVENT_LIMIT, message)
                .failRun(Reason.EVENT_LIMIT, message)
                .accepted();
    }
}
