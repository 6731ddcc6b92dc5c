package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
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
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
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
}
