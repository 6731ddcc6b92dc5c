package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_COMPLETED;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.REPORT;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.created;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RunDeciderTest {

    private static final SuspendStep SLEEP =
            new SuspendStep(A, 1, new Wait.Sleep("sleeps", NOON.plusSeconds(60)));

    @Nested
    class A_start {
        @Test
        void begins_the_first_step_in_the_same_transition() {
            given(CREATED).when(new Start()).then(STARTED, A_STARTED);
        }

        @Test
        void happens_once() {
            given(CREATED, STARTED, A_STARTED).when(new Start()).thenRejected(Rule.ALREADY_STARTED);
        }

        @Test
        void does_not_judge_whether_its_time_has_come() {
            given(created(NOON.plusSeconds(60), null)).when(new Start()).then(STARTED, A_STARTED);
        }
    }

    @Nested
    class A_result {
        @Test
        void is_recorded_together_with_the_start_of_the_next_step() {
            given(CREATED, STARTED, A_STARTED)
                    .when(complete(A, 1, "1"))
                    .then(A_COMPLETED, B_STARTED);
        }

        @Test
        void starts_the_next_step_on_the_node_that_reports_it() {
            given(CREATED, STARTED, A_STARTED)
                    .when(new CompleteStep(A, 1, "1", List.of()), new Here("n2", NOON))
                    .then(A_COMPLETED, new StepStarted(B, "shell", 1, "n2", NOON));
        }

        @Test
        void of_the_last_step_is_the_result_of_the_run() {
            given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED)
                    .when(complete(B, 1, "2"))
                    .then(new StepCompleted(B, 1, "2", NOON), new RunCompleted("2", NOON));
        }

        @Test
        void brings_its_artifacts_first() {
            given(CREATED, STARTED, A_STARTED)
                    .when(new CompleteStep(A, 1, "1", List.of(REPORT)))
                    .then(new ArtifactCreated(A, 1, REPORT, NOON), A_COMPLETED, B_STARTED);
        }

        @Test
        void reported_twice_is_recorded_once() {
            given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED)
                    .when(complete(A, 1, "1"))
                    .thenNothing();
        }

        @Test
        void of_an_attempt_that_was_given_up_comes_too_late() {
            given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY)
                    .when(complete(A, 1, "1"))
                    .thenRejected(Rule.NOT_RUNNING);
            given(
                            CREATED,
                            STARTED,
                            A_STARTED,
                            A_RETRY,
                            WAITING_FOR_RETRY,
                            new RunResumed(NODE, NOON),
                            Samples.attempt(2, NOON))
                    .when(complete(A, 1, "1"))
                    .thenRejected(Rule.STALE_ATTEMPT);
        }

        @Test
        void of_a_step_that_was_never_started_is_stale() {
            given(CREATED, STARTED, A_STARTED)
                    .when(complete(B, 1, "1"))
                    .thenRejected(Rule.STALE_ATTEMPT);
        }
    }

    @Nested
    class The_output {
        private static final CompleteStep DONE = new CompleteStep(B, 1, "2", List.of());

        private final Story last = given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED);

        @Test
        void is_the_result_of_the_run_where_there_is_one() {
            last.when(DONE, here(new Output.Value("{\"total\": 3}")))
                    .then(
                            new StepCompleted(B, 1, "2", NOON),
                            new RunCompleted("{\"total\": 3}", NOON));
        }

        @Test
        void that_cannot_be_used_fails_the_run_and_keeps_the_step() {
            last.when(DONE, here(new Output.Unusable("output: no such step")))
                    .then(
                            new StepCompleted(B, 1, "2", NOON),
                            new RunFailed(Reason.FLOW_FAIL, "output: no such step", NOON));
        }

        private Here here(Output output) {
            return new Here(Samples.NODE, NOON, Truths.output(output));
        }
    }

    @Nested
    class A_step_that_has_to_wait {
        private final StepWaiting waits =
                new StepWaiting(A, 1, Reason.SLEEP, "sleeps", NOON.plusSeconds(60), NOON);
        private final RunWaiting runWaits =
                new RunWaiting(Reason.SLEEP, "sleeps", NOON.plusSeconds(60), NOON);
        private final Story asleep = given(CREATED, STARTED, A_STARTED, waits, runWaits);

        @Test
        void lets_the_run_wait() {
            given(CREATED, STARTED, A_STARTED).when(SLEEP).then(waits, runWaits);
        }

        @Test
        void goes_on_with_the_same_attempt_when_its_time_has_come() {
            var then = NOON.plusSeconds(60);
            asleep.when(new WakeUp(), new Here("n2", then))
                    .then(new RunResumed("n2", then), new StepResumed(A, 1, then));
        }

        @Test
        void does_not_go_on_a_moment_too_early() {
            asleep.when(new WakeUp(), NOON.plusSeconds(60).minusNanos(1000)).thenNothing();
        }

        @Test
        void without_an_end_is_not_woken_by_the_time() {
            given(CREATED, STARTED, A_STARTED)
                    .when(new SuspendStep(A, 1, Samples.SHIP))
                    .after()
                    .when(new WakeUp(), NOON.plusSeconds(1_000_000))
                    .thenNothing();
        }

        @Test
        void waits_once() {
            asleep.when(SLEEP).thenRejected(Rule.NOT_RUNNING);
        }
    }

    @Nested
    class A_run_that_cannot_go_on {
        private final Fail fail = new Fail(Reason.START_FAILED, "no such workflow");
        private final RunFailed failed =
                new RunFailed(Reason.START_FAILED, "no such workflow", NOON);

        @Test
        void fails_before_it_started() {
            given(CREATED).when(fail).then(failed);
        }

        @Test
        void takes_the_step_under_way_with_it() {
            given(CREATED, STARTED, A_STARTED)
                    .when(fail)
                    .then(
                            new StepCanceled(A, 1, Reason.START_FAILED, "no such workflow", NOON),
                            failed);
        }

        @Test
        void says_a_reason_to_end() {
            assertThatThrownBy(() -> new Fail(Reason.SLEEP, "tired"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(
                            () -> new FailStep(A, 1, Samples.BROKEN, Reason.RETRY, List.of(), 0.5))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void an_attempt_ends_on_demand_only_if_somebody_asked() {
        given(CREATED, STARTED, A_STARTED)
                .when(new StopStep(A, 1, List.of()))
                .thenRejected(Rule.NOT_RUNNING);
    }

    @Test
    void a_queued_run_has_nothing_to_wake() {
        given(CREATED).when(new WakeUp(), NOON.plusSeconds(1_000_000)).thenNothing();
    }

    @Test
    void nothing_is_due_while_an_attempt_runs() {
        given(CREATED, STARTED, A_STARTED)
                .when(new WakeUp(), NOON.plusSeconds(1_000_000))
                .thenNothing();
    }

    @Test
    void time_never_runs_backwards() {
        given(CREATED, STARTED, A_STARTED)
                .when(complete(A, 1, "1"), NOON.minusSeconds(3600))
                .then(A_COMPLETED, B_STARTED);
        given(CREATED, STARTED, A_STARTED)
                .when(fail(1, Samples.BROKEN), NOON.minusSeconds(3600))
                .then(A_RETRY, WAITING_FOR_RETRY);
    }
}
