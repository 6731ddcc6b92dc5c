package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.LATE;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.REPORT;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.attempt;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Samples.retry;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.workflow.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final Story RUNNING = given(CREATED, STARTED, A_STARTED);
    private static final Story WAITING =
            given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY);
    private static final Instant ONE = NOON.plusSeconds(1);
    private static final Instant THREE = NOON.plusSeconds(3);

    @Nested
    class A_failed_attempt {
        @Test
        void is_followed_by_another_after_a_backoff() {
            RUNNING.when(fail(1, BROKEN)).then(A_RETRY, WAITING_FOR_RETRY);
        }

        @Test
        void is_tried_again_when_its_time_has_come() {
            WAITING.when(new WakeUp(), ONE).then(new RunResumed(NODE, ONE), attempt(2, ONE));
        }

        @Test
        void is_not_tried_again_a_moment_too_early() {
            WAITING.when(new WakeUp(), ONE.minusNanos(1000)).thenNothing();
        }

        @Test
        void waits_longer_each_time() {
            second().when(fail(2, BROKEN))
                    .then(
                            retry(2, BROKEN, ONE.plusSeconds(2), ONE),
                            new RunWaiting(
                                    Reason.RETRY,
                                    "a: attempt 2 failed with EXIT_1, the next is at"
                                            + " 2026-01-01T12:00:03Z",
                                    ONE.plusSeconds(2),
                                    ONE));
        }

        @Test
        void waits_as_long_as_luck_says() {
            var unlucky =
                    RUNNING.when(new FailStep(A, 1, BROKEN, Reason.STEP_FAILED, List.of(), 0))
                            .after();
            assertThat(unlucky.run().wakeAt()).isEqualTo(NOON.plusMillis(800));
        }

        @Test
        void brings_its_artifacts_first() {
            RUNNING.when(new FailStep(A, 1, BROKEN, Reason.STEP_FAILED, List.of(REPORT), 0.5))
                    .then(new ArtifactCreated(A, 1, REPORT, NOON), A_RETRY, WAITING_FOR_RETRY);
        }

        @Test
        void reported_twice_counts_once() {
            WAITING.when(fail(1, BROKEN)).thenRejected(Rule.NOT_RUNNING);
            second().when(fail(1, BROKEN)).thenRejected(Rule.STALE_ATTEMPT);
        }
    }

    @Nested
    class The_last_attempt {
        @Test
        void ends_the_step_and_the_run() {
            third().when(fail(3, BROKEN))
                    .then(stepFailed(3, THREE, BROKEN), runFailed(THREE, BROKEN));
        }

        @Test
        void is_the_first_where_no_policy_grants_more() {
            RUNNING.in(workflow(step("a")))
                    .when(fail(1, BROKEN))
                    .then(stepFailed(1, NOON, BROKEN), runFailed(NOON, BROKEN));
        }

        @Test
        void is_reached_at_once_by_a_code_that_is_not_worth_another() {
            RUNNING.in(workflow(step("a", picky(Set.of("EXIT_1"), Set.of()))))
                    .when(fail(1, LATE))
                    .then(stepFailed(1, NOON, LATE), runFailed(NOON, LATE));
        }

        @Test
        void is_reached_at_once_by_a_code_that_is_final() {
            RUNNING.in(workflow(step("a", picky(Set.of("EXIT_1"), Set.of("EXIT_1")))))
                    .when(fail(1, BROKEN))
                    .then(stepFailed(1, NOON, BROKEN), runFailed(NOON, BROKEN));
        }

        @Test
        void is_not_reached_by_a_code_that_is_worth_another() {
            RUNNING.in(workflow(step("a", picky(Set.of("EXIT_1"), Set.of("TIMEOUT")))))
                    .when(fail(1, BROKEN))
                    .then(A_RETRY, WAITING_FOR_RETRY);
        }

        private RetryPolicy picky(Set<String> retryOn, Set<String> doNotRetryOn) {
            return new RetryPolicy(
                    3, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0, retryOn, doNotRetryOn);
        }
    }

    @Nested
    class An_attempt_that_is_handed_over {
        private final String why = "the node was shut down, the attempt is made again";
        private final Failure stopped = Failure.of(Failure.NODE_STOPPED, why);

        @Test
        void is_made_again_at_once() {
            RUNNING.when(new HandOver(A, 1))
                    .then(
                            new StepRetryScheduled(A, 1, stopped, NOON, NOON),
                            new RunWaiting(Reason.RETRY, why, NOON, NOON))
                    .when(new WakeUp(), new Here("n2", NOON))
                    .then(
                            new RunResumed("n2", NOON),
                            new StepEvent.StepStarted(A, "shell", 2, "n2", NOON));
        }

        @Test
        void counts_neither_as_a_failure_nor_as_a_crash() {
            var story = RUNNING;
            for (int attempt = 1; attempt <= 10; attempt++) {
                story = story.when(new HandOver(A, attempt)).after().when(new WakeUp()).after();
            }
            var step = story.run().steps().getLast();
            assertThat(step.attempt().number()).isEqualTo(11);
            assertThat(step.failures()).isZero();
            assertThat(step.crashes()).isZero();
            story.when(fail(11, BROKEN))
                    .then(
                            retry(11, BROKEN, ONE, NOON),
                            new RunWaiting(
                                    Reason.RETRY,
                                    "a: attempt 11 failed with EXIT_1, the next is at"
                                            + " 2026-01-01T12:00:01Z",
                                    ONE,
                                    NOON));
        }
    }

    /** The second attempt is under way. */
    private static Story second() {
        return WAITING.when(new WakeUp(), ONE).after();
    }

    private static Story third() {
        return second().when(fail(2, BROKEN)).after().when(new WakeUp(), THREE).after();
    }

    private static StepFailed stepFailed(int attempt, Instant at, Failure why) {
        return new StepFailed(A, attempt, Reason.STEP_FAILED, why, at);
    }

    private static RunFailed runFailed(Instant at, Failure why) {
        return new RunFailed(
                Reason.STEP_FAILED, "a failed with " + why.code() + ": " + why.message(), at);
    }
}
