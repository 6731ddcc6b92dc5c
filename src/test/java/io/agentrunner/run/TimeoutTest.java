package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.LATE;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.THREE;
import static io.agentrunner.run.Samples.attempt;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.created;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Samples.retry;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.timeOut;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.workflow.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TimeoutTest {

    private static final Story RUNNING = given(CREATED, STARTED, A_STARTED);

    @Nested
    class An_attempt_past_its_limit {
        private final StepTimedOut timedOut = new StepTimedOut(A, 1, Reason.ATTEMPT_TIMEOUT, NOON);

        @Test
        void is_followed_by_another_where_the_policy_grants_one() {
            var next = NOON.plusSeconds(1);
            RUNNING.when(timeOut(1, Reason.ATTEMPT_TIMEOUT))
                    .then(
                            timedOut,
                            retry(1, LATE, next, NOON),
                            new RunWaiting(
                                    Reason.RETRY,
                                    "a: attempt 1 failed with TIMEOUT, the next is at " + next,
                                    next,
                                    NOON));
        }

        @Test
        void else_ends_the_step_with_the_limit_as_its_reason() {
            RUNNING.in(workflow(step("a")))
                    .when(timeOut(1, Reason.ATTEMPT_TIMEOUT))
                    .then(
                            timedOut,
                            new StepFailed(A, 1, Reason.ATTEMPT_TIMEOUT, LATE, NOON),
                            new RunFailed(
                                    Reason.STEP_FAILED,
                                    "a failed with TIMEOUT: it took too long",
                                    NOON));
        }
    }

    @Nested
    class A_step_past_the_limit_of_all_its_attempts {
        private final Story limited =
                RUNNING.in(workflow(step("a", THREE, Duration.ofMillis(1500), 3), step("b")));
        private final Instant limit = NOON.plusMillis(1500);

        @Test
        void ends_although_attempts_are_left() {
            limited.when(timeOut(1, Reason.STEP_TIMEOUT), limit)
                    .then(
                            new StepTimedOut(A, 1, Reason.STEP_TIMEOUT, limit),
                            new StepFailed(A, 1, Reason.STEP_TIMEOUT, LATE, limit),
                            runFailed("it took too long"));
        }

        @Test
        void ends_while_it_waits_for_another_attempt() {
            limited.when(fail(1, BROKEN), NOON.plusSeconds(1))
                    .after()
                    .when(new WakeUp(), limit)
                    .then(stepEnds(1));
        }

        @Test
        void ends_while_it_waits_for_something_outside() {
            limited.when(new SuspendStep(A, 1, Samples.SHIP))
                    .after()
                    .when(new WakeUp(), limit)
                    .then(stepEnds(1));
        }

        @Test
        void ends_rather_than_being_tried_again_at_the_same_moment() {
            limited.when(fail(1, BROKEN), NOON.plusMillis(500))
                    .after()
                    .when(new WakeUp(), limit)
                    .then(stepEnds(1));
        }

        @Test
        void ends_when_the_node_of_its_attempt_is_gone() {
            limited.when(new Recover(NODE), new Here("n2", limit))
                    .then(
                            new Lifecycle.RunRecovered("n2", NODE, limit),
                            new StepTimedOut(A, 1, Reason.STEP_TIMEOUT, limit),
                            new StepFailed(A, 1, Reason.STEP_TIMEOUT, tooLong(), limit),
                            runFailed("the step took longer than PT1.5S"));
        }

        @Test
        void waits_until_then() {
            var before = limit.minusNanos(1000);
            limited.when(fail(1, BROKEN), NOON.plusSeconds(1))
                    .after()
                    .when(new WakeUp(), before)
                    .thenNothing();
        }

        @Test
        void counts_from_its_first_attempt() {
            limited.when(fail(1, BROKEN))
                    .after()
                    .when(new WakeUp(), NOON.plusSeconds(1))
                    .then(
                            new RunResumed(NODE, NOON.plusSeconds(1)),
                            attempt(2, NOON.plusSeconds(1)))
                    .when(fail(2, BROKEN))
                    .after()
                    .when(new WakeUp(), limit)
                    .then(stepEnds(2));
        }

        private RunEvent[] stepEnds(int attempt) {
            return new RunEvent[] {
                new StepTimedOut(A, attempt, Reason.STEP_TIMEOUT, limit),
                new StepFailed(A, attempt, Reason.STEP_TIMEOUT, tooLong(), limit),
                runFailed("the step took longer than PT1.5S")
            };
        }

        private Failure tooLong() {
            return Failure.of("TIMEOUT", "the step took longer than PT1.5S");
        }

        private RunFailed runFailed(String why) {
            return new RunFailed(Reason.STEP_FAILED, "a failed with TIMEOUT: " + why, limit);
        }
    }

    @Nested
    class A_run_past_its_limit {
        private final Instant limit = NOON.plusSeconds(10);
        private final String message = "the run took longer than PT10S";
        private final Story limited =
                RUNNING.in(workflow(Duration.ofSeconds(10), step("a", patient()), step("b")));

        @Test
        void takes_the_attempt_under_way_with_it() {
            limited.when(new WakeUp(), limit).then(runEnds());
        }

        @Test
        void ends_while_it_waits() {
            limited.when(fail(1, BROKEN)).after().when(new WakeUp(), limit).then(runEnds());
        }

        @Test
        void ends_when_its_node_is_gone() {
            limited.when(new Recover(NODE), new Here("n2", limit))
                    .then(
                            new Lifecycle.RunRecovered("n2", NODE, limit),
                            runEnds()[0],
                            runEnds()[1],
                            runEnds()[2]);
        }

        @Test
        void has_till_then() {
            limited.when(new WakeUp(), limit.minusNanos(1000)).thenNothing();
        }

        @Test
        void refuses_what_the_attempt_says_afterwards() {
            var ended = limited.when(new WakeUp(), limit).after();
            ended.when(complete(A, 1, "1")).thenRejected(Rule.RUN_IS_OVER);
            ended.when(new StopStep(A, 1, List.of())).thenRejected(Rule.RUN_IS_OVER);
        }

        @Test
        void goes_by_its_own_limit_where_it_has_one() {
            given(created(null, Duration.ofSeconds(20)), STARTED, A_STARTED)
                    .in(limited.workflow())
                    .when(new WakeUp(), limit)
                    .thenNothing();
        }

        private RetryPolicy patient() {
            return new RetryPolicy(
                    3, Duration.ofMinutes(1), 2, Duration.ofMinutes(1), 0, Set.of(), Set.of());
        }

        private RunEvent[] runEnds() {
            return new RunEvent[] {
                new RunTimedOut(Duration.ofSeconds(10), limit),
                new StepCanceled(A, 1, Reason.RUN_TIMEOUT, message, limit),
                new RunFailed(Reason.RUN_TIMEOUT, message, limit)
            };
        }
    }
}
