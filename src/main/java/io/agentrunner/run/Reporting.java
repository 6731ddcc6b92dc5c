package io.agentrunner.run;

import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Report;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepEvent.SideEffectRecorded;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.ChildStarted;
import java.util.Objects;

/** What follows from the word of an attempt. One that does not run has no say. */
record Reporting(Plan plan) {

    Decision hear(Report report) {
        if (isRepeated(report)) {
            return Decision.NOTHING_TO_DO;
        }
        return plan.run()
                .steps()
                .find(report.step())
                .filter(step -> step.isRunning(report.attempt()))
                .map(step -> follow(report, step))
                .orElseGet(() -> stale(report));
    }

    private boolean isRepeated(Report report) {
        return report instanceof CompleteStep
                && plan.run()
                        .steps()
                        .find(report.step())
                        .filter(step -> step.state() == StepState.COMPLETED)
                        .filter(step -> step.attempt().number() == report.attempt())
                        .isPresent();
    }

    private Decision follow(Report report, StepRun step) {
        return switch (report) {
            case CompleteStep complete -> onward(new AttemptEnd(plan).completed(complete));
            case FailStep fail -> onward(new AttemptEnd(plan).failed(fail));
            case SuspendStep _ when isUnwanted(step) -> onward(cancel(step));
            case SuspendStep suspend -> onward(await(suspend));
            case StopStep stop when isUnwanted(step) -> onward(stopped(stop, step));
            case StopStep _ -> new Rejected(Rule.NOT_RUNNING, "nobody asked for the step to end");
            case HandOver _ when isUnwanted(step) -> onward(cancel(step));
            case HandOver _ -> handOver(step);
            case RecordEffect effect -> record(effect);
        };
    }

    private Plan await(SuspendStep suspend) {
        var key = suspend.step();
        int attempt = suspend.attempt();
        var wait = suspend.what();
        switch (wait) {
            case Wait.Approval(var request, var until) ->
                    plan.happens(new ApprovalRequested(key, attempt, request, until, plan.now()));
            case Wait.Child(var child, var workflow) ->
                    plan.happens(new ChildStarted(key, attempt, child, workflow, plan.now()));
            case Wait.Sleep _, Wait.Signal _, Wait.Branches _ -> {}
        }
        return plan.happens(
                new StepWaiting(
                        key,
                        attempt,
                        wait.reason(),
                        wait.message(),
                        wait.until(),
                        wait instanceof Wait.Signal signal ? signal.name() : null,
                        wait instanceof Wait.Branches inside ? inside.items() : null,
                        plan.now()));
    }

    private Plan stopped(StopStep stop, StepRun step) {
        plan.artifacts(stop.step(), stop.attempt(), stop.artifacts());
        return cancel(step);
    }

    private Decision handOver(StepRun step) {
        return plan.giveBack(step, "the node was shut down, the attempt is made again")
                .settle()
                .accepted();
    }

    private Decision record(RecordEffect report) {
        return plan.happens(
                        new SideEffectRecorded(
                                report.step(), report.attempt(), report.effect(), plan.now()))
                .accepted();
    }

    private boolean isUnwanted(StepRun step) {
        return Stopping.isUnwanted(plan.workflow(), plan.run(), step);
    }

    private Plan cancel(StepRun step) {
        var cancel = plan.run().cancel();
        return plan.cancelStep(
                step,
                Reason.CANCEL_REQUESTED,
                cancel == null
                        ? "not needed any more"
                        : Objects.requireNonNullElse(cancel.reason(), "canceled on request"));
    }

    private static Decision onward(Plan plan) {
        return new Onward(plan).go().accepted();
    }

    private Decision stale(Report report) {
        boolean stands = plan.run().state() != RunState.RUNNING;
        return new Rejected(
                stands ? Rule.NOT_RUNNING : Rule.STALE_ATTEMPT,
                "attempt %d of %s does not run".formatted(report.attempt(), report.step()));
    }
}
