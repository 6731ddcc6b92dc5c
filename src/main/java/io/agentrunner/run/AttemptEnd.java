package io.agentrunner.run;

import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepTimedOut;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows when an attempt has ended: the next step, another attempt, or the end of the run.
 */
record AttemptEnd(Plan plan) {

    /** The next step, or the end of the run. */
    Plan completed(CompleteStep command) {
        plan.completeStep(command);
        if (plan.run().isCancelRequested()) {
            return plan.cancelRun();
        }
        var next = plan.workflow().after(command.step().path());
        return next.isPresent()
                ? plan.startStep(next.get(), command.node())
                : plan.completeRun(
                        Objects.requireNonNullElse(
                                command.output(), new Output.Value(command.result())));
    }

    /** Another attempt where the policy grants one, else the end of the step and the run. */
    Plan failed(FailStep command) {
        var key = command.step();
        plan.artifacts(key, command.attempt(), command.artifacts());
        if (isTimeout(command.reason())) {
            plan.happens(new StepTimedOut(key, command.attempt(), command.reason(), plan.now()));
        }
        var next = nextAttempt(command);
        if (next == null) {
            return failStep(step(key), command.reason(), command.failure());
        }
        return plan.happens(
                        new StepRetryScheduled(
                                key, command.attempt(), command.failure(), next, plan.now()))
                .waitRun(Reason.RETRY, retryMessage(command, next), next);
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

    /** The attempt was the last: the step fails, and the run with it. */
    Plan failStep(StepRun step, Reason reason, Failure failure) {
        plan.happens(
                new StepFailed(step.key(), step.attempt().number(), reason, failure, plan.now()));
        return plan.run().isCancelRequested()
                ? plan.cancelRun()
                : plan.failRun(
                        Reason.STEP_FAILED,
                        "%s failed with %s: %s"
                                .formatted(step.key().path(), failure.code(), failure.message()));
    }

    private static boolean isTimeout(Reason reason) {
        return reason == Reason.ATTEMPT_TIMEOUT || reason == Reason.STEP_TIMEOUT;
    }

    private @Nullable Instant nextAttempt(FailStep command) {
        if (plan.run().isCancelRequested() || command.reason() == Reason.STEP_TIMEOUT) {
            return null;
        }
        var step = step(command.step());
        var policy = plan.definition(step).retry();
        int failures = step.failures() + 1;
        if (!policy.triesAgain(command.failure().code(), failures)) {
            return null;
        }
        return plan.now().plus(policy.delay(failures, command.luck()));
    }

    private static String retryMessage(FailStep command, Instant next) {
        return "%s: attempt %d failed with %s, the next is at %s"
                .formatted(
                        command.step().path(), command.attempt(), command.failure().code(), next);
    }

    private StepRun step(StepKey key) {
        return plan.run().steps().find(key).orElseThrow();
    }
}
