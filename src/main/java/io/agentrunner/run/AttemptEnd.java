package io.agentrunner.run;

import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.workflow.StepPath;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt that has ended makes of its step, and of the run where that was its last word.
 */
record AttemptEnd(Plan plan) {

    Plan completed(CompleteStep command) {
        plan.artifacts(command.step(), command.attempt(), command.artifacts())
                .happens(
                        new StepCompleted(
                                command.step(), command.attempt(), command.result(), plan.now()));
        return isTurn(command.step()) ? turning(command.step()).completed() : plan;
    }

    /** Another attempt where the policy grants one, else the end of the step. */
    Plan failed(FailStep command) {
        var key = command.step();
        plan.artifacts(key, command.attempt(), command.artifacts());
        if (isTimeout(command.reason())) {
            plan.happens(new StepTimedOut(key, command.attempt(), command.reason(), plan.now()));
        }
        var step = plan.run().steps().find(key).orElseThrow();
        if (isFinal(command, step)) {
            return failStep(step, command.reason(), command.failure());
        }
        var policy = plan.definition(step).retry();
        int failures = step.failures() + 1;
        var code = command.failure().code();
        if (policy.triesAgain(code, failures)) {
            var delay = policy.delay(failures, command.luck());
            return tryAgainAt(command, plan.now().plus(delay));
        }
        return policy.asksAfter(code)
                ? tryAgainAt(command, null)
                : failStep(step, command.reason(), command.failure());
    }

    private boolean isFinal(FailStep command, StepRun step) {
        return command.reason() == Reason.STEP_TIMEOUT
                || Stopping.isUnwanted(plan.workflow(), plan.run(), step);
    }

    private Plan tryAgainAt(FailStep command, @Nullable Instant next) {
        return plan.happens(
                new StepRetryScheduled(
                        command.step(), command.attempt(), command.failure(), next, plan.now()));
    }

    /** A step that is past its own deadline fails, whatever it waits for. */
    Plan timedOut(StepRun step) {
        var limit = Objects.requireNonNull(plan.definition(step).totalTimeout());
        plan.happens(
                new StepTimedOut(
                        step.key(), step.attempt().number(), Reason.STEP_TIMEOUT, plan.now()));
        return failStep(
                step,
                Reason.STEP_TIMEOUT,
                Failure.of("TIMEOUT", "the step took longer than " + limit));
    }

    /**
     * The attempt was the last: the step fails, and the run with it where no rule says otherwise.
     */
    Plan failStep(StepRun step, Reason reason, Failure failure) {
        plan.happens(
                new StepFailed(step.key(), step.attempt().number(), reason, failure, plan.now()));
        return isTurn(step.key()) ? turning(step.key()).failed(failure) : plan;
    }

    /** Whether the run goes on from there, or ends. */
    private boolean isTurn(StepKey step) {
        return StepPath.isTopLevel(step.path()) && !plan.run().isCancelRequested();
    }

    private Turning turning(StepKey step) {
        return new Turning(plan, plan.run().steps().find(step).orElseThrow());
    }

    private static boolean isTimeout(Reason reason) {
        return reason == Reason.ATTEMPT_TIMEOUT || reason == Reason.STEP_TIMEOUT;
    }
}
