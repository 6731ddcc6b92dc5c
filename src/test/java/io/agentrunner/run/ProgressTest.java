package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_COMPLETED;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CANCEL_REQUESTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.created;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepEvent.StepCompleted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final StepCompleted B_COMPLETED = new StepCompleted(B, 1, "2", NOON);

    @Test
    void a_queued_run_waits_for_a_place_or_its_time() {
        says(given(CREATED), null, "waiting for a free place", 0);
        says(
                given(created(NOON.plusSeconds(60), null)),
                null,
                "starting at 2026-01-01T12:01:00Z",
                0);
    }

    @Test
    void a_running_step_says_what_comes_after_it() {
        says(given(CREATED, STARTED, A_STARTED), "a", "when a is done: b", 0);
        says(
                given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED),
                "b",
                "when b is done the run completes",
                1);
    }

    /** Seen when a run is looked at as it was in the middle of a transition. */
    @Test
    void between_two_steps_the_next_one_is_named() {
        says(given(CREATED, STARTED), null, "starting a", 0);
        says(given(CREATED, STARTED, A_STARTED, A_COMPLETED), "a", "starting b", 1);
        says(
                given(CREATED, STARTED, A_STARTED, A_COMPLETED, B_STARTED, B_COMPLETED),
                "b",
                "completing",
                2);
    }

    @Test
    void a_waiting_run_says_for_what_and_how_long() {
        says(
                given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY),
                "a",
                "waiting for retry until 2026-01-01T12:00:01Z",
                0);
        says(
                given(CREATED, STARTED, A_STARTED)
                        .when(new SuspendStep(A, 1, Samples.SHIP))
                        .after(),
                "a",
                "waiting for approval",
                0);
    }

    @Test
    void a_run_that_is_to_be_canceled_is_stopping() {
        says(given(CREATED, STARTED, A_STARTED, CANCEL_REQUESTED), "a", "stopping", 0);
    }

    @Test
    void after_the_end_nothing_comes() {
        var end = "none, the run has ended";
        says(
                given(
                        CREATED,
                        STARTED,
                        A_STARTED,
                        A_COMPLETED,
                        B_STARTED,
                        B_COMPLETED,
                        new RunCompleted("2", NOON)),
                null,
                end,
                2);
        says(
                given(CREATED, STARTED, A_STARTED)
                        .in(workflow(step("a"), step("b")))
                        .when(Samples.fail(1, Samples.BROKEN))
                        .after(),
                "a",
                end,
                0);
    }

    private static void says(Story story, @Nullable String current, String next, int completed) {
        assertThat(Progress.of(story.workflow(), story.run()))
                .isEqualTo(new Progress(current, next, completed, 2));
    }
}
