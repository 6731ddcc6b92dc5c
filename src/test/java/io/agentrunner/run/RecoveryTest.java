package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_COMPLETED;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.THREE;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A node is gone and another goes on where it was. */
class RecoveryTest {

    private static final Story RUNNING = given(CREATED, STARTED, A_STARTED);
    private static final Recover RECOVER = new Recover(NODE);
    private static final Here N2 = new Here("n2", NOON);
    private static final RunRecovered RECOVERED = new RunRecovered("n2", NODE, NOON);

    @Test
    void a_lost_attempt_is_made_again() {
        RUNNING.when(RECOVER, N2).then(RECOVERED, new StepStarted(A, "shell", 2, "n2", NOON));
    }

    @Test
    void a_lost_attempt_says_which_node_it_went_down_with() {
        var lost = RUNNING.when(RECOVER).after().run().steps().getLast().attempts().getFirst();
        assertThat(lost.state()).isEqualTo(StepState.FAILED);
        assertThat(lost.isLost()).isTrue();
        assertThat(lost.failure())
                .isEqualTo(Failure.of("NODE_LOST", "node n1 ended while the attempt ran"));
    }

    @Test
    void a_lost_attempt_is_no_failure_for_the_retry_policy() {
        var recovered = RUNNING.in(workflow(step("a"))).when(RECOVER).after();
        assertThat(recovered.run().state()).isEqualTo(RunState.RUNNING);
        assertThat(recovered.run().steps().getLast().failures()).isZero();
    }

    @Test
    void failures_and_crashes_are_counted_apart() {
        var story = RUNNING.when(RECOVER).after().when(RECOVER).after();
        story.when(fail(3, BROKEN)).after().when(new RunCommand.WakeUp()).thenNothing();
        var step = story.when(fail(3, BROKEN)).after().run().steps().getLast();
        assertThat(step.crashes()).isEqualTo(2);
        assertThat(step.failures()).isEqualTo(1);
        assertThat(step.wakeAt()).as("the first failure's backoff").isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void a_step_that_ends_its_node_again_and_again_fails() {
        var why =
                Failure.of(
                        "CRASH_RECOVERY",
                        "2 attempts ended with their node; the step may be what ends it");
        RUNNING.in(workflow(step("a", THREE, null, 2)))
                .when(RECOVER)
                .after()
                .when(RECOVER, N2)
                .then(
                        RECOVERED,
                        new StepFailed(A, 2, Reason.CRASH_RECOVERY, why, NOON),
                        new RunFailed(
                                Reason.STEP_FAILED,
                                "a failed with CRASH_RECOVERY: " + why.message(),
                                NOON));
    }

    @Test
    void the_lost_attempt_reports_in_vain() {
        RUNNING.when(RECOVER).after().when(complete(A, 1, "1")).thenRejected(Rule.STALE_ATTEMPT);
    }

    @Test
    void a_recovery_that_itself_was_interrupted_is_made_again() {
        given(CREATED, STARTED, A_STARTED, RECOVERED)
                .when(new Recover("n2"), new Here("n3", NOON))
                .then(
                        new RunRecovered("n3", "n2", NOON),
                        new StepStarted(A, "shell", 2, "n3", NOON));
    }

    @Test
    void what_nobody_worked_on_needs_no_recovery() {
        given(CREATED).when(RECOVER).thenNothing();
        given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY).when(RECOVER).thenNothing();
        given(CREATED, new RunFailed(Reason.START_FAILED, "no", NOON)).when(RECOVER).thenNothing();
    }

    @Nested
    class Where_a_workflow_wants_to_fail {
        private final Workflow careful = failing(workflow(step("a"), step("b")));
        private final String why = "node n1 died while the run was under way";

        @Test
        void a_lost_attempt_is_the_end_of_the_run() {
            RUNNING.in(careful)
                    .when(RECOVER, N2)
                    .then(
                            RECOVERED,
                            new StepCanceled(A, 1, Reason.CRASH_RECOVERY, why, NOON),
                            new RunFailed(Reason.CRASH_RECOVERY, why, NOON));
        }

        @Test
        void a_run_that_waits_does_not_care() {
            RUNNING.in(careful).when(suspend(A, Samples.SHIP)).after().when(RECOVER).thenNothing();
        }

        @Test
        void a_run_of_which_nothing_was_lost_goes_on() {
            RUNNING.in(careful)
                    .and(List.of(new RunPaused(null, NOON), A_COMPLETED))
                    .and(List.of(new RunWaiting(Reason.PAUSED, "paused", null, NOON)))
                    .whenElsewhere(new Resume())
                    .after()
                    .when(RECOVER, N2)
                    .then(RECOVERED, new StepStarted(B, "shell", 1, "n2", NOON));
        }

        private Workflow failing(Workflow it) {
            return new Workflow(
                    it.name(),
                    it.version(),
                    null,
                    null,
                    null,
                    null,
                    it.timeline(),
                    it.flow(),
                    Recovery.FAIL,
                    null,
                    null,
                    it.definition());
        }
    }
}
