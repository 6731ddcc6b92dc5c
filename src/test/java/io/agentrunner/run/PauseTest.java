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
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.attempt;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.created;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nothing new starts, until it is wanted again. */
class PauseTest {

    private static final RunPaused PAUSED = new RunPaused("look first", NOON);
    private static final RunWaiting HELD =
            new RunWaiting(Reason.PAUSED, "paused: look first", null, NOON);
    private static final RunResumed RESUMED = new RunResumed(NODE, NOON);
    private static final RunStepRequested ONE_STEP = new RunStepRequested(NOON);
    private static final StepCompleted B_COMPLETED = new StepCompleted(B, 1, "1", NOON);

    private final Story running = given(CREATED, STARTED, A_STARTED);
    private final Story between = running.and(List.of(PAUSED, A_COMPLETED, HELD));
    private final Story retrying = running.and(List.of(A_RETRY, WAITING_FOR_RETRY, PAUSED));

    @Nested
    class A_pause {
        @Test
        void lets_the_attempt_under_way_finish_and_starts_nothing_after_it() {
            running.when(new Pause("look first"))
                    .then(PAUSED)
                    .when(complete(A, 1, "1"))
                    .then(A_COMPLETED, HELD);
        }

        @Test
        void is_said_by_a_waiting_run_at_once() {
            var paused =
                    running.and(List.of(A_RETRY, WAITING_FOR_RETRY))
                            .when(new Pause("look first"))
                            .then(PAUSED)
                            .run();
            assertThat(paused.reason()).isEqualTo(Reason.PAUSED);
            assertThat(paused.message()).isEqualTo("paused: look first");
            assertThat(paused.wakeAt()).isNull();
        }

        @Test
        void keeps_a_queued_run_from_starting() {
            var paused = given(CREATED).when(new Pause(null)).then(new RunPaused(null, NOON));
            assertThat(paused.run().state()).isEqualTo(RunState.QUEUED);
            assertThat(paused.run().message()).isEqualTo("paused");
            paused.when(new Start()).thenNothing();
        }

        @Test
        void lets_the_last_step_complete_the_run() {
            given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED, PAUSED)
                    .when(complete(B, 1, "1"))
                    .then(B_COMPLETED, new RunCompleted("1", NOON));
        }

        @Test
        void lets_no_wait_end() {
            retrying.when(new WakeUp(), NOON.plusSeconds(60)).thenNothing();
            assertThat(Deadlines.all(retrying.workflow(), retrying.run())).isEmpty();
        }

        @Test
        void holds_an_attempt_that_went_down_with_its_node() {
            var why = "the node died, the attempt is made again when the run goes on";
            running.and(List.of(PAUSED))
                    .when(new Recover(NODE))
                    .then(
                            new RunRecovered(NODE, NODE, NOON),
                            new StepRetryScheduled(
                                    A, 1, Failure.of(Failure.NODE_STOPPED, why), NOON, NOON),
                            HELD)
                    .when(new Resume())
                    .then(RESUMED, attempt(2, NOON));
        }

        @Test
        void is_no_news_to_a_paused_run() {
            between.when(new Pause("again")).thenNothing();
        }

        @Test
        void comes_too_late_for_a_run_that_is_to_be_canceled() {
            running.when(Samples.cancel("enough"))
                    .after()
                    .when(new Pause(null))
                    .thenRejected(Rule.NOT_RUNNING);
        }

        @Test
        void comes_too_late_after_the_end() {
            given(CREATED, new RunFailed(Reason.START_FAILED, "no", NOON))
                    .when(new Pause(null))
                    .thenRejected(Rule.RUN_IS_OVER);
        }
    }

    @Nested
    class A_resumption {
        @Test
        void starts_what_was_held() {
            between.when(new Resume()).then(RESUMED, B_STARTED);
        }

        @Test
        void makes_a_run_wait_for_what_it_waited_for() {
            retrying.when(new Resume()).then(RESUMED, WAITING_FOR_RETRY);
        }

        @Test
        void makes_a_queued_run_wait_for_its_time_again() {
            var later = NOON.plusSeconds(60);
            var queued = given(created(later, null), PAUSED).when(new Resume()).then(RESUMED);
            assertThat(queued.run().reason()).isEqualTo(Reason.START_AT);
            assertThat(queued.run().wakeAt()).isEqualTo(later);
        }

        @Test
        void changes_nothing_under_way() {
            running.and(List.of(PAUSED)).when(new Resume()).then(RESUMED);
        }

        @Test
        void is_no_news_to_a_run_that_goes_on() {
            running.when(new Resume()).thenNothing();
            running.and(List.of(A_RETRY, WAITING_FOR_RETRY)).when(new Resume()).thenNothing();
            given(CREATED).when(new Resume()).thenNothing();
        }
    }

    /** Said at a node that does not have the run. */
    @Nested
    class Put_on_record_elsewhere {
        @Test
        void a_resumption_begins_nothing_before_the_run_wakes_up() {
            between.whenElsewhere(new Resume())
                    .then(new RunResumed("n2", NOON))
                    .when(new WakeUp())
                    .then(B_STARTED);
        }

        @Test
        void a_single_step_begins_nothing_before_the_run_wakes_up() {
            retrying.whenElsewhere(new TakeStep())
                    .then(ONE_STEP)
                    .when(new WakeUp())
                    .then(attempt(2, NOON));
        }

        @Test
        void a_single_step_asked_for_twice_is_one() {
            between.whenElsewhere(new TakeStep()).after().when(new TakeStep()).then(B_STARTED);
        }

        @Test
        void a_single_step_may_follow_a_resumption_and_a_pause() {
            between.whenElsewhere(new Resume())
                    .after()
                    .whenElsewhere(new Pause(null))
                    .after()
                    .when(new TakeStep())
                    .then(ONE_STEP, B_STARTED);
        }

        @Test
        void a_resumption_outlives_the_node_that_should_have_heard_it() {
            between.whenElsewhere(new Resume())
                    .after()
                    .when(new Recover(NODE))
                    .then(new RunRecovered(NODE, NODE, NOON), B_STARTED);
        }
    }
}
