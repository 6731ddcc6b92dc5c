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
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.parallel;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.verdict;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static io.agentrunner.workflow.Nested.OnError.FAIL;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Diverged;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import java.util.List;
import java.util.Optional;

/** Where a run can stand, in the middle of a transition too. */
enum Situation {
    QUEUED,
    QUEUED_FOR_LATER,
    QUEUED_TO_BE_CANCELED,
    QUEUED_AND_PAUSED,
    FORKED,
    JUST_STARTED,
    RUNNING,
    RUNNING_TO_BE_CANCELED,
    RUNNING_AND_PAUSED,
    WAITING_TO_RETRY,
    WAITING_TO_RETRY_TO_BE_CANCELED,
    RUNNING_AGAIN,
    RETRIES_EXHAUSTED,
    ASLEEP,
    PAUSED_WHILE_ASLEEP,
    AWAITING_DECISION,
    DECIDED,
    AWAITING_SIGNAL,
    AWAITING_CHILD,
    RECOVERED,
    STEP_FAILED,
    FAILED_WHILE_ASLEEP,
    SENT_ON_WHILE_ASLEEP,
    BETWEEN_STEPS,
    SENT_ON,
    PAUSED_BETWEEN_STEPS,
    RESUMED_ELSEWHERE,
    STEP_TAKEN_ELSEWHERE,
    IN_A_FAN,
    FAN_ENDING,
    FAN_PAUSED,
    FAN_DONE,
    IN_THE_LAST_STEP,
    ALL_STEPS_DONE,
    COMPLETED,
    FAILED,
    CANCELED;

    static final RunId CHILD = RunId.of("019b7944-1c00-7000-8000-000000000009");
    private static final StepKey F = StepKey.first("f");
    private static final StepKey FA = StepKey.first("f.a");
    private static final StepKey FB = StepKey.first("f.b");
    private static final RunPaused PAUSED = new RunPaused(null, NOON);
    private static final Way TO_B = new Way(1, Direction.SKIP_TO, "b", "{}", List.of());
    private static final Reused REUSED = new Reused(A, "shell", "1", NODE, NOON, NOON);

    Run run() {
        return story().run();
    }

    Story story() {
        var until = NOON.plusSeconds(60);
        return switch (this) {
            case QUEUED -> given(CREATED);
            case QUEUED_FOR_LATER -> given(Samples.created(until, null));
            case QUEUED_TO_BE_CANCELED -> QUEUED.and(CANCEL_REQUESTED);
            case QUEUED_AND_PAUSED -> QUEUED.and(PAUSED);
            case FORKED -> QUEUED.and(new RunForked(CHILD, 9, List.of(REUSED), null, NOON));
            case JUST_STARTED -> QUEUED.and(STARTED);
            case RUNNING -> JUST_STARTED.and(A_STARTED);
            case RUNNING_TO_BE_CANCELED -> RUNNING.and(CANCEL_REQUESTED);
            case RUNNING_AND_PAUSED -> RUNNING.and(PAUSED);
            case WAITING_TO_RETRY -> RUNNING.and(A_RETRY, WAITING_FOR_RETRY);
            case WAITING_TO_RETRY_TO_BE_CANCELED -> WAITING_TO_RETRY.and(CANCEL_REQUESTED);
            case RUNNING_AGAIN ->
                    WAITING_TO_RETRY.and(new RunResumed(NODE, NOON), Samples.attempt(2, NOON));
            case RETRIES_EXHAUSTED ->
                    RUNNING.and(
                            new StepRetryScheduled(A, 1, BROKEN, null, NOON),
                            new RunWaiting(
                                    Reason.RETRIES_EXHAUSTED,
                                    "a: attempt 1 failed with EXIT_1; resume the run to try again,"
                                            + " or cancel it",
                                    null,
                                    NOON));
            case PAUSED_WHILE_ASLEEP -> ASLEEP.and(PAUSED);
            case AWAITING_DECISION -> RUNNING.then(suspend(A, Samples.SHIP));
            case DECIDED ->
                    AWAITING_DECISION.and(new ApprovalDecided(A, 1, verdict(true, "Ann"), NOON));
            case AWAITING_SIGNAL -> RUNNING.then(suspend(A, new Wait.Signal("paid", null)));
            case AWAITING_CHILD -> RUNNING.then(suspend(A, new Wait.Child(CHILD, "parcel")));
            case ASLEEP ->
                    RUNNING.and(
                            new StepWaiting(A, 1, Reason.SLEEP, "sleeps", until, NOON),
                            new RunWaiting(Reason.SLEEP, "sleeps", until, NOON));
            case RECOVERED -> RUNNING.and(new RunRecovered("n2", NODE, NOON));
            case STEP_FAILED -> RUNNING.and(new StepFailed(A, 1, Reason.STEP_FAILED, BROKEN, NOON));
            case FAILED_WHILE_ASLEEP ->
                    ASLEEP.and(new StepFailed(A, 1, Reason.STEP_TIMEOUT, Samples.LATE, NOON));
            case SENT_ON_WHILE_ASLEEP -> FAILED_WHILE_ASLEEP.and(new Diverged(A, TO_B, NOON));
            case BETWEEN_STEPS -> RUNNING.and(A_COMPLETED);
            case SENT_ON -> BETWEEN_STEPS.and(new Branched(A, TO_B, NOON));
            case PAUSED_BETWEEN_STEPS ->
                    RUNNING_AND_PAUSED.and(
                            A_COMPLETED, new RunWaiting(Reason.PAUSED, "paused", null, NOON));
            case RESUMED_ELSEWHERE -> PAUSED_BETWEEN_STEPS.and(new RunResumed("n2", NOON));
            case STEP_TAKEN_ELSEWHERE -> PAUSED_BETWEEN_STEPS.and(new RunStepRequested(NOON));
            case IN_A_FAN -> fan().when(suspend(FA, Samples.SHIP)).after();
            case FAN_ENDING ->
                    fan().and(List.of(new StepFailed(FA, 1, Reason.STEP_FAILED, BROKEN, NOON)));
            case FAN_PAUSED ->
                    IN_A_FAN.and(PAUSED, new StepCompleted(FB, 1, "1", NOON))
                            .and(List.of(new RunWaiting(Reason.PAUSED, "paused", null, NOON)));
            case FAN_DONE ->
                    fan().and(
                                    List.of(
                                            new StepCompleted(FA, 1, "1", NOON),
                                            new StepCompleted(FB, 1, "1", NOON),
                                            new StepResumed(F, 1, NOON)));
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

    private Story then(RunCommand command) {
        return story().when(command).after();
    }

    /** Two of three steps run at the same time. */
    private static Story fan() {
        return given(CREATED, STARTED, new StepStarted(F, "parallel", 1, NODE, NOON))
                .in(
                        workflow(
                                parallel(
                                        "f",
                                        2,
                                        FAIL,
                                        Samples.step("a"),
                                        Samples.step("b"),
                                        Samples.step("c")),
                                Samples.step("z")))
                .when(suspend(F, branches()))
                .after();
    }

    /** The step that a report would be about. */
    StepKey step() {
        return latest().map(StepRun::key).orElse(A);
    }

    int attempt() {
        return latest().map(step -> step.attempt().number()).orElse(1);
    }

    /** The attempt that would follow. */
    int nextAttempt() {
        return latest().isEmpty() ? 1 : attempt() + 1;
    }

    private Optional<StepRun> latest() {
        var steps = run().steps();
        var candidates = steps.active().isEmpty() ? steps : steps.active();
        return candidates.stream().reduce((_, later) -> later);
    }

    /** The step that a decision would be about. */
    StepKey asked() {
        return run().steps().stream()
                .filter(it -> it.awaited() instanceof Approval)
                .findFirst()
                .map(StepRun::key)
                .orElseGet(this::step);
    }
}
