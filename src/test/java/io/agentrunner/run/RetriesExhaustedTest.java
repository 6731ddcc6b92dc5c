package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.LATE;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.attempt;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Samples.parallel;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static io.agentrunner.workflow.Nested.OnError.FAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A person decides what follows the last attempt that a policy grants. */
class RetriesExhaustedTest {

    private static final RetryPolicy ASKING =
            new RetryPolicy(
                    1,
                    Duration.ofSeconds(1),
                    2,
                    Duration.ofMinutes(1),
                    0,
                    Set.of(),
                    Set.of("TIMEOUT"),
                    true);

    private final Story running =
            given(CREATED, STARTED, A_STARTED).in(workflow(step("a", ASKING), step("b")));
    private final StepRetryScheduled asks = new StepRetryScheduled(A, 1, BROKEN, null, NOON);
    private final RunWaiting waits =
            new RunWaiting(
                    Reason.RETRIES_EXHAUSTED,
                    "a: attempt 1 failed with EXIT_1; resume the run to try again, or cancel it",
                    null,
                    NOON);
    private final StepRetryScheduled wanted = new StepRetryScheduled(A, 1, BROKEN, NOON, NOON);
    private final RunResumed resumed = new RunResumed(NODE, NOON);
    private final Story exhausted = running.and(List.of(asks, waits));

    @Test
    void the_run_waits_instead_of_failing() {
        running.when(fail(1, BROKEN)).then(asks, waits);
        exhausted.when(new WakeUp(), NOON.plusSeconds(1_000_000)).thenNothing();
    }

    @Test
    void an_error_that_is_final_asks_nobody() {
        running.when(fail(1, LATE))
                .then(
                        new StepFailed(A, 1, Reason.STEP_FAILED, LATE, NOON),
                        new RunFailed(
                                Reason.STEP_FAILED,
                                "a failed with TIMEOUT: it took too long",
                                NOON));
    }

    @Test
    void each_resumption_grants_one_more_attempt() {
        exhausted
                .when(new Resume())
                .then(resumed, wanted, attempt(2, NOON))
                .when(fail(2, BROKEN))
                .after()
                .when(new Resume())
                .then(resumed, new StepRetryScheduled(A, 2, BROKEN, NOON, NOON), attempt(3, NOON))
                .when(complete(A, 3, "1"))
                .after();
        var step = exhausted.when(new Resume()).after().step(A);
        assertThat(step.attempts()).hasSize(2);
        assertThat(step.failures()).isEqualTo(1);
    }

    @Test
    void a_resumption_said_elsewhere_begins_nothing_before_the_run_wakes_up() {
        exhausted
                .whenElsewhere(new Resume())
                .then(new RunResumed("n2", NOON), wanted)
                .when(new WakeUp())
                .then(attempt(2, NOON));
    }

    @Test
    void a_resumption_is_heard_while_something_else_runs() {
        var fan =
                given(CREATED, STARTED, new StepStarted(key("f"), "parallel", 1, NODE, NOON))
                        .in(workflow(parallel("f", 2, FAIL, step("a", ASKING), step("b"))))
                        .when(suspend(key("f"), branches()))
                        .after()
                        .when(failure(key("f.a")))
                        .after();
        fan.when(new Resume())
                .then(
                        new StepRetryScheduled(key("f.a"), 1, BROKEN, NOON, NOON),
                        new StepStarted(key("f.a"), "shell", 2, NODE, NOON));
    }

    @Test
    void what_succeeds_at_last_goes_on_as_ever() {
        exhausted
                .when(new Resume())
                .after()
                .when(complete(A, 2, "1"))
                .then(new StepCompleted(A, 2, "1", NOON), B_STARTED);
    }

    private static FailStep failure(StepKey step) {
        return new FailStep(step, 1, BROKEN, Reason.STEP_FAILED, List.of(), 0.5);
    }

    private static StepKey key(String path) {
        return StepKey.first(path);
    }
}
