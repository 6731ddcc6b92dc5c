package io.agentrunner.run;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.util.List;
import java.util.Optional;

/** Puts on record what is said from outside to a run that has not ended, if it makes sense. */
record Hearing(Plan plan) {

    /** The rule that the fact would break; empty when it is on record, or no news. */
    Optional<Rejected> hear(Fact fact) {
        return switch (fact) {
            case Cancel cancel -> cancel(cancel);
            case Pause pause -> pause(pause);
            case Resume _ -> resume();
            case TakeStep _ -> takeStep();
            case Decide decide -> decide(decide);
            case Send(var signal) -> happens(new SignalReceived(signal, plan.now()));
            case EndChild end -> end(end);
        };
    }

    /** What is said to a run that has ended: what it asks for may be so already. */
    static Decision afterTheEnd(Run run, Fact fact) {
        return switch (fact) {
            case Cancel _ when run.state() == RunState.CANCELED -> Decision.NOTHING_TO_DO;
            case EndChild _ -> Decision.NOTHING_TO_DO;
            case Decide decide -> decidedBefore(run, decide).orElseGet(() -> over(run));
            case Cancel _, Pause _, Resume _, TakeStep _, Send _ -> over(run);
        };
    }

    private static Decision over(Run run) {
        return new Rejected(Rule.RUN_IS_OVER, "the run is " + run.state());
    }

    private Optional<Rejected> cancel(Cancel cancel) {
        return run().isCancelRequested()
                ? Optional.empty()
                : happens(new RunCancelRequested(cancel.cause(), cancel.reason(), plan.now()));
    }

    private Optional<Rejected> pause(Pause pause) {
        if (run().isCancelRequested()) {
            return rejected(Rule.NOT_RUNNING, "the run is about to be canceled");
        }
        return run().isPaused()
                ? Optional.empty()
                : happens(new RunPaused(pause.reason(), plan.now()));
    }

    /** After the last attempt that a policy grants, each resumption grants one more. */
    private Optional<Rejected> resume() {
        var exhausted = exhausted();
        if (run().isCancelRequested() || !(run().isPaused() || !exhausted.isEmpty())) {
            return Optional.empty();
        }
        if (run().isPaused() || run().state() == RunState.WAITING) {
            plan.happens(new RunResumed(plan.node(), plan.now()));
        }
        exhausted.forEach(plan::mayTryAgain);
        return Optional.empty();
    }

    private List<StepRun> exhausted() {
        return run().steps().active().stream()
                .filter(step -> step.reason() == Reason.RETRIES_EXHAUSTED)
                .toList();
    }

    private Optional<Rejected> takeStep() {
        if (!run().isPaused()) {
            return rejected(Rule.NOT_PAUSED, "the run is not paused; pause it first");
        }
        if (!plan.isIdle()) {
            return rejected(Rule.A_STEP_RUNS, "a step is under way; it has to finish first");
        }
        if (run().state() == RunState.QUEUED) {
            return rejected(Rule.NOTHING_TO_DO, "the run was not started; resume it");
        }
        return run().control().mayStep()
                ? Optional.empty()
                : happens(new RunStepRequested(plan.now()));
    }

    private Optional<Rejected> decide(Decide decide) {
        var step = run().steps().latest(decide.path());
        if (step.isPresent()
                && step.get().waits()
                && step.get().awaited() instanceof Approval(_, var verdict)
                && verdict == null) {
            return happens(
                    new ApprovalDecided(
                            step.get().key(),
                            step.get().attempt().number(),
                            decide.verdict().at(plan.now()),
                            plan.now()));
        }
        return switch (decidedBefore(run(), decide).orElse(null)) {
            case Rejected rejected -> Optional.of(rejected);
            case Decision.Accepted _ -> Optional.empty();
            case null ->
                    rejected(
                            Rule.NOTHING_TO_DECIDE,
                            "the run has no step `%s` that waits for a decision"
                                    .formatted(decide.path()));
        };
    }

    /** The same decision again is no news, whoever repeats it; the other one comes too late. */
    private static Optional<Decision> decidedBefore(Run run, Decide decide) {
        return run.steps()
                .latest(decide.path())
                .flatMap(Hearing::verdict)
                .map(verdict -> compare(verdict, decide.verdict()));
    }

    private static Optional<Verdict> verdict(StepRun step) {
        return step.awaited() instanceof Approval(_, var verdict)
                ? Optional.ofNullable(verdict)
                : Optional.empty();
    }

    private static Decision compare(Verdict before, Verdict now) {
        return before.approved() == now.approved()
                ? Decision.NOTHING_TO_DO
                : new Rejected(
                        Rule.DECIDED_OTHERWISE,
                        "it was %s at %s%s"
                                .formatted(
                                        before.approved() ? "approved" : "rejected",
                                        before.at(),
                                        before.by() == null ? "" : " by " + before.by()));
    }

    /** A step that waits for that run no more takes no note of its end. */
    private Optional<Rejected> end(EndChild end) {
        return run().steps()
                .find(end.step())
                .filter(step -> waitsFor(step, end.child()))
                .map(step -> ended(step, end))
                .orElse(Optional.empty());
    }

    /** Whichever of its attempts had started that run. */
    private static boolean waitsFor(StepRun step, RunId child) {
        return step.waits()
                && step.awaited() instanceof Child(var id, _, var known)
                && id.equals(child)
                && known == null;
    }

    private Optional<Rejected> ended(StepRun step, EndChild end) {
        return happens(
                new ChildEnded(
                        end.step(), step.attempt().number(), end.child(), end.end(), plan.now()));
    }

    private Run run() {
        return plan.run();
    }

    private Optional<Rejected> happens(RunEvent event) {
        plan.happens(event);
        return Optional.empty();
    }

    private static Optional<Rejected> rejected(Rule rule, String detail) {
        return Optional.of(new Rejected(rule, detail));
    }
}
