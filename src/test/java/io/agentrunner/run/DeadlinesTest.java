package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.THREE;
import static io.agentrunner.run.Samples.created;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Deadlines.Deadline;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Workflow LIMITED =
            workflow(Duration.ofHours(1), step("a", THREE, Duration.ofMinutes(20), 3), step("b"));
    private static final Deadline RUN =
            new Deadline(NOON.plus(Duration.ofHours(1)), Reason.RUN_TIMEOUT, null, 0);
    private static final Deadline STEP =
            new Deadline(NOON.plus(Duration.ofMinutes(20)), Reason.STEP_TIMEOUT, A, 1);

    private final Story running = given(CREATED, STARTED, A_STARTED).in(LIMITED);

    @Test
    void a_running_attempt_has_its_own_limit_its_steps_and_its_runs() {
        assertThat(all(running))
                .containsExactlyInAnyOrder(
                        RUN,
                        STEP,
                        new Deadline(
                                NOON.plus(Step.DEFAULT_TIMEOUT), Reason.ATTEMPT_TIMEOUT, A, 1));
    }

    @Test
    void a_waiting_step_has_its_wake_up_instead_of_the_attempts_limit() {
        assertThat(all(running.when(fail(1, BROKEN)).after()))
                .containsExactlyInAnyOrder(
                        RUN, STEP, new Deadline(NOON.plusSeconds(1), Reason.RETRY, A, 1));
    }

    @Test
    void a_step_that_waits_without_end_has_only_the_limits() {
        assertThat(all(asking())).containsExactlyInAnyOrder(RUN, STEP);
    }

    @Test
    void the_earliest_comes_next() {
        assertThat(Deadlines.next(LIMITED, running.run()))
                .hasValueSatisfying(
                        next -> assertThat(next.reason()).isEqualTo(Reason.ATTEMPT_TIMEOUT));
        assertThat(Deadlines.next(LIMITED, asking().run())).contains(STEP);
    }

    @Test
    void an_attempt_that_waited_has_its_whole_time_again() {
        var woken = NOON.plusSeconds(600);
        var resumed =
                given(CREATED, STARTED, A_STARTED)
                        .when(new SuspendStep(A, 1, new Wait.Sleep("sleeps", woken)))
                        .after()
                        .when(new WakeUp(), woken)
                        .after();
        assertThat(all(resumed))
                .containsExactly(
                        new Deadline(
                                woken.plus(Step.DEFAULT_TIMEOUT), Reason.ATTEMPT_TIMEOUT, A, 1));
    }

    @Test
    void the_runs_own_limit_wins_over_its_workflows() {
        var own = given(created(null, Duration.ofHours(2)), STARTED, A_STARTED).in(LIMITED).run();
        assertThat(Deadlines.ofRun(LIMITED, own)).contains(NOON.plus(Duration.ofHours(2)));
    }

    @Test
    void a_run_that_was_not_started_or_has_ended_has_none() {
        assertThat(all(given(created(NOON.plusSeconds(9), null)).in(LIMITED))).isEmpty();
        assertThat(all(given(CREATED, new RunFailed(Reason.START_FAILED, "no", NOON)).in(LIMITED)))
                .isEmpty();
    }

    private Story asking() {
        return running.when(new SuspendStep(A, 1, Samples.SHIP)).after();
    }

    private static List<Deadline> all(Story story) {
        return Deadlines.all(story.workflow(), story.run());
    }
}
