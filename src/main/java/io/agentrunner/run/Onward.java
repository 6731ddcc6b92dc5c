package io.agentrunner.run;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Awaited.Signal;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.workflow.Step;
import java.util.List;
import java.util.Optional;

/**
 * How a run goes on: everything that can be done now is done, in an order that follows from the run
 * alone.
 */
record Onward(Plan plan) {

    /** Does all that is due and possible, and says what the run waits for then. */
    Plan go() {
        if (plan.isOver()) {
            return plan;
        }
        if (plan.run().isCancelRequested()) {
            return plan.isIdle() ? plan.cancelRun() : plan;
        }
        if (plan.run().state() == RunState.QUEUED) {
            return plan;
        }
        if (plan.isPastRunDeadline()) {
            return plan.timeOutRun();
        }
        waits();
        new Fans(plan).tend();
        next();
        return plan.settle();
    }

    /** Waits that are over end; those that took too long fail. */
    private void waits() {
        if (plan.run().steps().waiting() == 0 || plan.run().control().holds()) {
            return;
        }
        for (var step : plan.run().steps().active()) {
            if (plan.isOver() || plan.run().control().holds()) {
                return;
            }
            if (step.state() == StepState.WAITING && !step.waitsForSteps() && isWanted(step)) {
                look(step);
            }
        }
    }

    /** One before it may have failed just now. */
    private boolean isWanted(StepRun step) {
        return !Stopping.isUnwanted(plan.workflow(), plan.run(), step);
    }

    private void look(StepRun step) {
        if (plan.isPastDeadline(step)) {
            new AttemptEnd(plan).timedOut(step);
        } else if (isOver(step)) {
            goOn(step);
        } else if (isPastAttempt(step)) {
            var message = "the attempt took longer than " + plan.definition(step).timeout();
            new AttemptEnd(plan)
                    .failed(
                            new FailStep(
                                    step.key(),
                                    step.attempt().number(),
                                    Failure.of("TIMEOUT", message),
                                    Reason.ATTEMPT_TIMEOUT,
                                    List.of(),
                                    0.5));
        }
    }

    private void goOn(StepRun step) {
        plan.resumeRun();
        if (step.waitsForRetry()) {
            plan.tryAgain(step);
        } else {
            plan.resume(step);
        }
    }

    private boolean isOver(StepRun step) {
        var until = step.wakeAt();
        return isAnswered(step)
                || (until != null && !until.isAfter(plan.now()))
                || (step.waitsForRetry() && plan.run().control().mayStep());
    }

    private boolean isAnswered(StepRun step) {
        if (step.attempt().state() != StepState.WAITING) {
            return false;
        }
        return switch (step.awaited()) {
            case Approval(_, var verdict) -> verdict != null;
            case Signal(var name, _) -> plan.run().signal(name).isPresent();
            case Child(_, _, var end) -> end != null;
            case Branches _ -> false;
            case null -> false;
        };
    }

    /** Of all that waits only the end of another run is limited like work. */
    private boolean isPastAttempt(StepRun step) {
        return Deadlines.ofAttempt(plan.definition(step), step)
                .filter(at -> !at.isAfter(plan.now()))
                .isPresent();
    }

    /** What comes after the last step of the timeline that has ended. */
    private void next() {
        var run = plan.run();
        boolean between = run.steps().running() + run.steps().waiting() == 0;
        if (!plan.isOver() && between && !run.control().holds()) {
            upcoming()
                    .ifPresent(
                            step -> {
                                plan.resumeRun();
                                plan.startStep(step, plan.run().steps().nextIteration(step.name()));
                            });
        }
    }

    /** The step that comes next in the timeline, as far as is known now. */
    private Optional<Step> upcoming() {
        var next = plan.run().route().next();
        if (next != null) {
            return plan.workflow().step(next);
        }
        var last = plan.run().lastOfTimeline();
        return last.isEmpty()
                ? Optional.of(plan.workflow().first())
                : last.filter(step -> step.state() == StepState.COMPLETED)
                        .flatMap(step -> plan.workflow().after(step.key().path()));
    }
}
