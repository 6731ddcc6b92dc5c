package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.limited;
import static io.agentrunner.engine.Sketches.retried;
import static io.agentrunner.engine.Sketches.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What takes longer than it may is told to end, and is not waited for forever. */
class LimitsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;
    private final HandClock clock = scene.clock();

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void an_attempt_past_its_timeout_is_told_to_end_and_the_next_waits_until_it_has() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(limited(retried("a"), MINUTE, null)));
        var first = steps.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(MINUTE.minusMillis(1));
        scene.settle(node);
        assertThat(first.isTold()).isFalse();
        clock.advance(Duration.ofMillis(1));
        first.awaitSignal();
        scene.settle(node);
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);

        first.stop();
        node.await(run, RunState.WAITING);
        clock.advance(Duration.ofSeconds(1));
        steps.attempt(run, "a", 2).complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "step.timed_out a#1, step.retry_scheduled a#1, run.waiting",
                        "run.resumed, step.started a#2",
                        "step.completed a#2, run.completed");
    }

    @Test
    void the_last_attempt_past_its_timeout_fails_the_step() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(limited(step("a"), MINUTE, null)));
        var first = steps.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(MINUTE);
        first.awaitSignal().stop();

        assertThat(node.await(run, RunState.FAILED).message()).contains("TIMEOUT");
        assertThat(node.history(run))
                .last()
                .isEqualTo("step.timed_out a#1, step.failed a#1, run.failed");
    }

    @Test
    void an_attempt_that_ignores_its_signal_is_given_up_and_what_it_says_then_is_refused() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(limited(retried("a"), MINUTE, null)));
        var deaf = steps.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(MINUTE);
        deaf.awaitSignal();

        clock.advance(AttemptsOfRun.PATIENCE.minusMillis(1));
        scene.settle(node);
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);
        clock.advance(Duration.ofMillis(1));
        node.await(run, RunState.WAITING);
        clock.advance(Duration.ofSeconds(1));
        var second = steps.attempt(run, "a", 2);

        deaf.complete("\"late\"");
        scene.settle(node);
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);
        second.complete("\"on time\"");
        assertThat(node.await(run, RunState.COMPLETED).result()).isEqualTo("\"on time\"");
    }

    @Test
    void a_result_that_comes_while_the_attempt_is_told_to_end_counts() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(limited(step("a"), MINUTE, null)));
        var first = steps.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(MINUTE);
        first.awaitSignal().complete("1");

        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_step_past_its_total_timeout_is_not_tried_again() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(limited(retried("a"), MINUTE, MINUTE)));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);
        clock.advance(Duration.ofSeconds(1));
        var second = steps.attempt(run, "a", 2);
        scene.settle(node);

        clock.advance(MINUTE.minusSeconds(1));
        second.awaitSignal().stop();

        node.await(run, RunState.FAILED);
        assertThat(node.history(run))
                .last()
                .isEqualTo("step.timed_out a#2, step.failed a#2, run.failed");
    }

    @Test
    void a_step_past_its_total_timeout_while_it_waits_fails() {
        var node = scene.node();
        var run =
                node.start(
                        scene.sketches()
                                .of(
                                        limited(
                                                retried(step("a"), Duration.ofSeconds(3)),
                                                MINUTE,
                                                Duration.ofSeconds(2))));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);

        clock.advance(Duration.ofSeconds(2));

        node.await(run, RunState.FAILED);
        assertThat(steps.begun()).isOne();
    }

    /** A timer may be woken before its time, as one of a day is that should be of two. */
    @Test
    void a_timer_that_fires_early_ends_nothing() {
        clock.atMost(Duration.ofDays(1));
        var node = scene.node();
        var run = node.start(scene.sketches().of(limited(step("a"), Duration.ofDays(2), null)));
        var attempt = steps.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(Duration.ofHours(25));
        scene.settle(node);
        assertThat(attempt.isTold()).isFalse();
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);

        clock.advance(Duration.ofHours(23));
        attempt.awaitSignal().stop();
        assertThat(node.await(run, RunState.FAILED).message()).contains("TIMEOUT");
    }

    @Test
    void an_attempt_that_stood_in_line_has_all_its_time_from_its_turn_on() {
        var narrow = new Scripted("narrow", 1);
        var node = scene.with(narrow).node();
        var first = node.start(scene.sketches().of(step("a", "narrow")));
        narrow.attempt(first, "a", 1);
        var run = node.start(scene.sketches().of(limited(step("a", "narrow"), MINUTE, null)));
        scene.settle(node);

        clock.advance(MINUTE.multipliedBy(2));
        scene.settle(node);
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);
        narrow.attempt(first, "a", 1).complete("1");
        var attempt = narrow.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(MINUTE.minusMillis(1));
        scene.settle(node);
        assertThat(attempt.isTold()).isFalse();

        clock.advance(Duration.ofMillis(1));
        attempt.awaitSignal().stop();
        node.await(run, RunState.FAILED);
        assertThat(node.history(run))
                .last()
                .isEqualTo("step.timed_out a#1, step.failed a#1, run.failed");
    }

    @Test
    void an_attempt_that_stood_in_line_for_no_time_has_its_limit_too() {
        var narrow = new Scripted("narrow", 1);
        var node = scene.with(narrow).node();
        var first = node.start(scene.sketches().of(step("a", "narrow")));
        narrow.attempt(first, "a", 1);
        var run = node.start(scene.sketches().of(limited(step("a", "narrow"), MINUTE, null)));
        scene.settle(node);

        narrow.attempt(first, "a", 1).complete("1");
        var attempt = narrow.attempt(run, "a", 1);
        scene.settle(node);
        clock.advance(MINUTE);

        attempt.awaitSignal().stop();
        node.await(run, RunState.FAILED);
    }

    @Test
    void a_run_past_its_timeout_fails_and_what_runs_is_told() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(MINUTE, null, List.of(step("a"))));
        var attempt = steps.attempt(run, "a", 1);
        scene.settle(node);

        clock.advance(MINUTE);

        assertThat(node.await(run, RunState.FAILED).reason()).isEqualTo(Reason.RUN_TIMEOUT);
        attempt.awaitSignal().complete("1");
        scene.settle(node);
        assertThat(node.history(run))
                .last()
                .isEqualTo("run.timed_out, step.canceled a#1, run.failed");
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(0, 100, 0));
    }
}
