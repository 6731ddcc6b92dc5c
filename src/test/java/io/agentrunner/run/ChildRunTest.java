package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.attempt;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.ChildStarted;
import io.agentrunner.workflow.Step;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A step waits for the end of another run. */
class ChildRunTest {

    private static final RunId PARCEL = RunId.of("019b7944-1c00-7000-8000-000000000009");
    private static final String MESSAGE = "waiting for run %s of parcel".formatted(PARCEL);
    private static final ChildEnd DONE = new ChildEnd(RunState.COMPLETED, "1.10", null);
    private static final EndChild END = new EndChild(A, 1, PARCEL, DONE);
    private static final ChildEnded ENDED = new ChildEnded(A, 1, PARCEL, DONE, NOON);
    private static final RunResumed RESUMED = new RunResumed(NODE, NOON);
    private static final StepResumed A_RESUMED = new StepResumed(A, 1, NOON);

    private final Story running = given(CREATED, STARTED, A_STARTED);
    private final Wait.Child child = new Wait.Child(PARCEL, "parcel");
    private final Story waiting = running.when(suspend(A, child)).after();

    @Test
    void the_child_is_on_record_before_the_run_waits_for_its_end() {
        running.when(suspend(A, child))
                .then(
                        new ChildStarted(A, 1, PARCEL, "parcel", NOON),
                        new StepWaiting(A, 1, Reason.CHILD, MESSAGE, null, NOON),
                        new RunWaiting(Reason.CHILD, MESSAGE, null, NOON));
    }

    @Nested
    class Its_end {
        @Test
        void lets_the_attempt_go_on_and_tells_it() {
            var goesOn = waiting.when(END).then(ENDED, RESUMED, A_RESUMED);
            assertThat(goesOn.step(A).awaited()).isEqualTo(new Child(PARCEL, "parcel", DONE));
        }

        @Test
        void is_told_whatever_it_was() {
            var failed = new ChildEnd(RunState.FAILED, null, "no stamps");
            waiting.when(new EndChild(A, 1, PARCEL, failed))
                    .then(new ChildEnded(A, 1, PARCEL, failed, NOON), RESUMED, A_RESUMED);
        }

        /** One that was lost with its node may have; the next has found the same run. */
        @Test
        void is_heard_whichever_attempt_had_started_it() {
            waiting.when(new EndChild(A, 7, PARCEL, DONE)).then(ENDED, RESUMED, A_RESUMED);
        }

        @Test
        void is_heard_once() {
            waiting.when(END).after().when(END).thenNothing();
            waiting.whenElsewhere(END).after().whenElsewhere(END).thenNothing();
        }

        @Test
        void put_on_record_elsewhere_is_acted_on_when_the_run_wakes_up() {
            waiting.whenElsewhere(END).then(ENDED).when(new WakeUp()).then(RESUMED, A_RESUMED);
        }

        @Test
        void is_no_news_to_whom_does_not_wait_for_it() {
            running.when(END).thenNothing();
            waiting.when(new EndChild(A, 1, Samples.ID, DONE)).thenNothing();
            given(CREATED, new RunFailed(Reason.START_FAILED, "no", NOON)).when(END).thenNothing();
        }
    }

    @Nested
    class A_child_that_takes_too_long {
        private final Instant limit = NOON.plus(Step.DEFAULT_TIMEOUT);
        private final Failure why =
                Failure.of("TIMEOUT", "the attempt took longer than " + Step.DEFAULT_TIMEOUT);
        private final StepTimedOut timedOut = new StepTimedOut(A, 1, Reason.ATTEMPT_TIMEOUT, limit);

        @Test
        void fails_the_step() {
            waiting.in(workflow(step("a")))
                    .when(new WakeUp(), limit)
                    .then(
                            timedOut,
                            new StepFailed(A, 1, Reason.ATTEMPT_TIMEOUT, why, limit),
                            new RunFailed(
                                    Reason.STEP_FAILED,
                                    "a failed with TIMEOUT: " + why.message(),
                                    limit));
        }

        @Test
        void is_followed_by_another_where_the_policy_grants_one() {
            var next = limit.plusSeconds(1);
            waiting.when(new WakeUp(), limit)
                    .then(
                            timedOut,
                            new StepRetryScheduled(A, 1, why, next, limit),
                            new RunWaiting(
                                    Reason.RETRY,
                                    "a: attempt 1 failed with TIMEOUT, the next is at " + next,
                                    next,
                                    limit))
                    .when(new WakeUp(), next)
                    .then(new RunResumed(NODE, next), attempt(2, next));
        }

        @Test
        void is_no_news_any_more_when_it_ends() {
            waiting.when(new WakeUp(), limit).after().when(END).thenNothing();
        }

        @Test
        void has_till_then() {
            waiting.when(new WakeUp(), limit.minusNanos(1000)).thenNothing();
        }
    }

    @Test
    void a_child_is_canceled_with_the_run_that_started_it() {
        given(CREATED)
                .when(new Hear(new Cancel(Reason.PARENT_CANCELED, null)))
                .then(
                        new RunCancelRequested(Reason.PARENT_CANCELED, null, NOON),
                        new RunCanceled(
                                Reason.PARENT_CANCELED, "the run that started it has ended", NOON));
    }
}
