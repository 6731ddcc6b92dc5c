package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;

/** How a run goes on: when a wait is over, and when its attempts went down with their node. */
record Resumption(Plan plan, String node) {

    /** Everything whose wait is over goes on. */
    Plan wake() {
        for (var step : plan.run().steps().active()) {
            if (plan.isPastDeadline(step) && step.state() == StepState.WAITING) {
                return new AttemptEnd(plan).timedOut(step);
            }
            var wakeAt = step.wakeAt();
            if (wakeAt != null && !wakeAt.isAfter(plan.now())) {
                resumeRun();
                goOn(step);
            }
        }
        return plan;
    }

    /** Attempts that went down with their node are made again, unless the run should end. */
    Plan recover(String from) {
        plan.happens(new RunRecovered(node, from, plan.now()));
        if (plan.run().isCancelRequested()) {
            return plan.cancelRun();
        }
        if (plan.isPastRunDeadline()) {
            return plan.timeOutRun();
        }
        for (var step : plan.run().steps().active()) {
            if (step.attempt().isLost() && step.state() == StepState.RUNNING) {
                recover(step);
            }
            if (plan.run().state().isTerminal()) {
                return plan;
            }
        }
        return plan;
    }

    private void resumeRun() {
        if (plan.run().state() == RunState.WAITING) {
            plan.happens(new RunResumed(node, plan.now()));
        }
    }

    private void goOn(StepRun step) {
        if (step.reason() == Reason.RETRY) {
            tryAgain(step);
        } else {
            plan.happens(new StepResumed(step.key(), step.attempt().number(), plan.now()));
        }
    }

    private void tryAgain(StepRun step) {
        int next = step.attempt().number() + 1;
        plan.happens(new StepStarted(step.key(), step.type(), next, node, plan.now()));
    }

    private void recover(StepRun step) {
        if (plan.isPastDeadline(step)) {
            new AttemptEnd(plan).timedOut(step);
        } else if (step.crashes() >= plan.definition(step).maxCrashes()) {
            new AttemptEnd(plan).failStep(step, Reason.CRASH_RECOVERY, crashed(step));
        } else {
            tryAgain(step);
        }
    }

    private static Failure crashed(StepRun step) {
        return Failure.of(
                "CRASH_RECOVERY",
                "%d attempts ended with their node; the step may be what ends it"
                        .formatted(step.crashes()));
    }
}
