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
import static io.agentrunner.run.Samples.REPORT;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Story.given;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CancelTest {

    private static final RunCommand CANCEL = Samples.cancel("enough");
    private static final RunCanceled CANCELED =
            new RunCanceled(Reason.CANCEL_REQUESTED, "enough", NOON);
    private static final StepCanceled A_CANCELED =
            new StepCanceled(A, 1, Reason.CANCEL_REQUESTED, "enough", NOON);

    @Nested
    class A_run_in_which_nothing_runs {
        @Test
        void ends_at_once_when_it_is_queued() {
            given(CREATED).when(CANCEL).then(CANCEL_REQUESTED, CANCELED);
        }

        @Test
        void ends_at_once_when_it_waits_for_another_attempt() {
            given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY)
                    .when(CANCEL)
                    .then(CANCEL_REQUESTED, A_CANCELED, CANCELED);
        }

        @Test
        void ends_at_once_when_it_waits_for_something_outside() {
            given(CREATED, STARTED, A_STARTED)
                    .when(new SuspendStep(A, 1, Samples.SHIP))
                    .after()
                    .when(CANCEL)
                    .then(CANCEL_REQUESTED, A_CANCELED, CANCELED);
        }

        @Test
        void says_something_even_if_nobody_gave_a_reason() {
            given(CREATED)
                    .when(Samples.cancel(null))
                    .then(
                            new RunCancelRequested(null, NOON),
                            new RunCanceled(Reason.CANCEL_REQUESTED, "canceled on request", NOON));
        }
    }

    /** Somebody else may have written the wish down alone. */
    @Nested
    class A_wish_that_was_only_written_down {
        @Test
        void is_fulfilled_instead_of_starting_the_run() {
            given(CREATED, CANCEL_REQUESTED).when(new Start()).then(CANCELED);
        }

        @Test
        void is_fulfilled_instead_of_another_attempt() {
            given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY, CANCEL_REQUESTED)
                    .when(new WakeUp())
                    .then(A_CANCELED, CANCELED);
        }

        @Test
        void is_fulfilled_when_it_is_repeated() {
            given(CREATED, CANCEL_REQUESTED).when(CANCEL).then(CANCELED);
        }
    }

    @Nested
    class A_run_in_which_an_attempt_runs {
        private final Story asked = given(CREATED, STARTED, A_STARTED, CANCEL_REQUESTED);

        @Test
        void notes_the_wish_and_goes_on_till_the_attempt_has_ended() {
            given(CREATED, STARTED, A_STARTED)
                    .when(CANCEL)
                    .then(CANCEL_REQUESTED)
                    .when(new StopStep(A, 1, List.of()))
                    .then(A_CANCELED, CANCELED);
        }

        @Test
        void notes_the_first_wish_only() {
            asked.when(Samples.cancel("again")).thenNothing();
        }

        @Test
        void keeps_what_the_stopped_attempt_left_behind() {
            asked.when(new StopStep(A, 1, List.of(REPORT)))
                    .then(new ArtifactCreated(A, 1, REPORT, NOON), A_CANCELED, CANCELED);
        }

        @Test
        void keeps_a_result_that_arrives_after_the_wish_and_starts_nothing() {
            asked.when(complete(A, 1, "1")).then(A_COMPLETED, CANCELED);
        }

        @Test
        void ends_as_canceled_even_if_the_last_step_succeeds() {
            given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED, CANCEL_REQUESTED)
                    .when(complete(B, 1, "2"))
                    .then(new StepCompleted(B, 1, "2", NOON), CANCELED);
        }

        @Test
        void is_not_tried_again_when_the_attempt_fails() {
            asked.when(fail(1, BROKEN))
                    .then(new StepFailed(A, 1, Reason.STEP_FAILED, BROKEN, NOON), CANCELED);
        }

        @Test
        void ends_instead_of_waiting() {
            asked.when(new SuspendStep(A, 1, new Wait.Sleep("sleeps", NOON.plusSeconds(1))))
                    .then(A_CANCELED, CANCELED);
        }

        @Test
        void ends_instead_of_being_handed_over() {
            asked.when(new HandOver(A, 1)).then(A_CANCELED, CANCELED);
        }

        @Test
        void ends_when_its_node_is_gone() {
            asked.when(new Recover(NODE), new Here("n2", NOON))
                    .then(new RunRecovered("n2", NODE, NOON), A_CANCELED, CANCELED);
        }

        @Test
        void is_left_alone_by_the_time() {
            asked.when(new WakeUp(), NOON.plusSeconds(1_000_000)).thenNothing();
        }
    }

    @Nested
    class A_run_that_has_ended {
        private final Story canceled = given(CREATED, CANCEL_REQUESTED, CANCELED);
        private final Story failed = given(CREATED, new RunFailed(Reason.START_FAILED, "no", NOON));
        private final Story completed =
                given(CREATED, STARTED, A_STARTED, A_COMPLETED, new RunCompleted("1", NOON));

        @Test
        void as_canceled_is_what_was_wanted() {
            canceled.when(CANCEL).thenNothing();
        }

        @Test
        void otherwise_cannot_be_canceled_any_more() {
            failed.when(CANCEL).thenRejected(Rule.RUN_IS_OVER);
            completed.when(CANCEL).thenRejected(Rule.RUN_IS_OVER);
        }

        @Test
        void takes_no_result_not_even_one_it_knows() {
            canceled.when(complete(A, 1, "1")).thenRejected(Rule.RUN_IS_OVER);
            completed.when(complete(A, 1, "1")).thenRejected(Rule.RUN_IS_OVER);
            completed.when(complete(B, 1, "1")).thenRejected(Rule.RUN_IS_OVER);
        }
    }
}
