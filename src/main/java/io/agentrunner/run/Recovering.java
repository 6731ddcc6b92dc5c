package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.workflow.Recovery;

/** What becomes of attempts that went down with their node. */
record Recovering(Plan plan) {

    /** They are made again, unless the run should end, wait, or fail by its own definition. */
    Plan recover(String from) {
        plan.happens(new RunRecovered(plan.node(), from, plan.now()));
        if (plan.run().isCancelRequested()) {
            return plan.cancelRun();
        }
        if (plan.isPastRunDeadline()) {
            return plan.timeOutRun();
        }
        var lost =
                plan.run().steps().active().stream()
                        .filter(step -> step.state() == StepState.RUNNING)
                        .filter(step -> step.attempt().isLost())
                        .toList();
        if (plan.workflow().recovery() == Recovery.FAIL && !lost.isEmpty()) {
            var message = "node %s died while the run was under way".formatted(from);
            return plan.cancelSteps(Reason.CRASH_RECOVERY, message)
                    .failRun(Reason.CRASH_RECOVERY, message);
        }
        lost.forEach(this::recover);
        return new Onward(plan).go();
    }

    private void recover(StepRun step) {
        if (plan.isOver()) {
            return;
        }
        if (Stopping.isUnwanted(plan.workflow(), plan.run(), step)) {
            plan.cancelStep(step, Reason.CANCEL_REQUESTED, "not needed any more");
        } else if (plan.isPastDeadline(step)) {
            new AttemptEnd(plan).timedOut(step);
        } else if (step.crashes() >= plan.definition(step).maxCrashes()) {
            new AttemptEnd(plan).failStep(step, Reason.CRASH_RECOVERY, crashed(step));
        } else if (plan.run().control().holds()) {
            plan.giveBack(step, "the node died, the attempt is made again when the run goes on");
        } else {
            plan.tryAgain(step);
        }
    }

    private static Failure crashed(StepRun step) {
        return Failure.of(
                "CRASH_RECOVERY",
                "%d attempts ended with their node; the step may be what ends it"
                        .formatted(step.crashes()));
    }
}
