package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_COMPLETED;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CANCEL_REQUESTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Story.given;

import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepWaiting;
import java.util.List;

/** Where a run of two steps can stand, in the middle of a transition too. */
enum Situation {
    QUEUED,
    QUEUED_FOR_LATER,
    QUEUED_TO_BE_CANCELED,
    JUST_STARTED,
    RUNNING,
    RUNNING_TO_BE_CANCELED,
    WAITING_TO_RETRY,
    WAITING_TO_RETRY_TO_BE_CANCELED,
    RUNNING_AGAIN,
    ASLEEP,
    RECOVERED,
    STEP_FAILED,
    BETWEEN_STEPS,
    IN_THE_LAST_STEP,
    ALL_STEPS_DONE,
    COMPLETED,
    FAILED,
    CANCELED;

    Run run() {
        return story().run();
    }

    private Story story() {
        var until = NOON.plusSeconds(60);
        return switch (this) {
            case QUEUED -> given(CREATED);
            case QUEUED_FOR_LATER -> given(Samples.created(until, null));
            case QUEUED_TO_BE_CANCELED -> QUEUED.and(CANCEL_REQUESTED);
            case JUST_STARTED -> QUEUED.and(Samples.STARTED);
            case RUNNING -> JUST_STARTED.and(A_STARTED);
            case RUNNING_TO_BE_CANCELED -> RUNNING.and(CANCEL_REQUESTED);
            case WAITING_TO_RETRY -> RUNNING.and(A_RETRY, WAITING_FOR_RETRY);
            case WAITING_TO_RETRY_TO_BE_CANCELED -> WAITING_TO_RETRY.and(CANCEL_REQUESTED);
            case RUNNING_AGAIN ->
                    WAITING_TO_RETRY.and(new RunResumed(NODE, NOON), Samples.attempt(2, NOON));
            case ASLEEP ->
                    RUNNING.and(
                            new StepWaiting(A, 1, Reason.SLEEP, "sleeps", until, NOON),
                            new RunWaiting(Reason.SLEEP, "sleeps", until, NOON));
            case RECOVERED -> RUNNING.and(new RunRecovered("n2", NODE, NOON));
            case STEP_FAILED -> RUNNING.and(new StepFailed(A, 1, Reason.STEP_FAILED, BROKEN, NOON));
            case BETWEEN_STEPS -> RUNNING.and(A_COMPLETED);
            case IN_THE_LAST_STEP -> BETWEEN_STEPS.and(B_STARTED);
            case ALL_STEPS_DONE -> IN_THE_LAST_STEP.and(new StepCompleted(B, 1, "2", NOON));
            case COMPLETED -> ALL_STEPS_DONE.and(new RunCompleted("2", NOON));
            case FAILED -> STEP_FAILED.and(new RunFailed(Reason.STEP_FAILED, "a failed", NOON));
            case CANCELED ->
                    QUEUED_TO_BE_CANCELED.and(
                            new RunCanceled(Reason.CANCEL_REQUESTED, "enough", NOON));
        };
    }

    private Story and(RunEvent... events) {
        return story().and(List.of(events));
    }

    /** The step that a report would be about. */
    StepKey step() {
        var steps = run().steps();
        return steps.isEmpty() ? A : steps.getLast().key();
    }

    int attempt() {
        var steps = run().steps();
        return steps.isEmpty() ? 1 : steps.getLast().attempt().number();
    }

    /** The attempt that would follow. */
    int nextAttempt() {
        return run().steps().isEmpty() ? 1 : attempt() + 1;
    }
}
