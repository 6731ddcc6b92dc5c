package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.retried;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.Rule;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancel: at once where nothing runs, else when what runs has ended. */
class CancelingTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void what_runs_is_told_and_then_the_run_is_canceled() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);

        assertThat(node.cancel(run)).isInstanceOf(Told.Done.class);
        attempt.awaitSignal();
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);
        attempt.stop();

        assertThat(node.await(run, RunState.CANCELED).message()).isEqualTo("enough");
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "run.cancel_requested",
                        "step.canceled a#1, run.canceled");
    }

    @Test
    void an_attempt_that_ignores_it_is_given_up() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        node.cancel(run);
        steps.attempt(run, "a", 1).awaitSignal();

        scene.clock().advance(AttemptsOfRun.PATIENCE);

        node.await(run, RunState.CANCELED);
    }

    @Test
    void a_result_that_comes_meanwhile_is_kept_and_no_step_follows() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);
        node.cancel(run);

        attempt.complete("1");

        node.await(run, RunState.CANCELED);
        assertThat(node.history(run)).last().isEqualTo("step.completed a#1, run.canceled");
    }

    @Test
    void what_waits_in_memory_is_canceled_at_once() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);

        assertThat(canceled(node.cancel(run)).state()).isEqualTo(RunState.CANCELED);
        assertThat(node.history(run))
                .last()
                .isEqualTo("run.cancel_requested, step.canceled a#1, run.canceled");
    }

    @Test
    void what_waits_in_the_database_is_canceled_at_once() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(scene.clock().now().plus(Duration.ofDays(1)));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);

        assertThat(canceled(node.cancel(run)).state()).isEqualTo(RunState.CANCELED);
        Node.until(() -> node.engine.load().activeRuns() == 0);
    }

    @Test
    void what_is_queued_is_canceled_at_once() {
        var node = scene.node("full", 1);
        var workflow = scene.sketches().of("a");
        steps.attempt(node.start(workflow), "a", 1);
        var queued = node.start(workflow);

        assertThat(canceled(node.cancel(queued)).state()).isEqualTo(RunState.CANCELED);
        assertThat(node.history(queued))
                .containsExactly("run.created", "run.cancel_requested, run.canceled");
    }

    @Test
    void once_more_changes_nothing() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);

        node.cancel(run);
        assertThat(node.cancel(run)).isInstanceOf(Told.Done.class);
        attempt.awaitSignal().stop();
        node.await(run, RunState.CANCELED);

        assertThat(node.cancel(run)).isInstanceOf(Told.Done.class);
        assertThat(node.history(run)).hasSize(3);
    }

    @Test
    void a_run_that_has_ended_otherwise_refuses() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);

        var told = (Told.Refused) node.cancel(run);

        assertThat(told.why().rule()).isEqualTo(Rule.RUN_IS_OVER);
        assertThat(told.run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void an_unknown_run_is_nothing() {
        var node = scene.node();
        var unknown = RunId.at(scene.clock().now(), 1, 2);

        assertThat(Scene.get(node.engine.tell(unknown, new Cancel(null)))).isEmpty();
        assertThat(Scene.get(node.engine.find(unknown))).isEmpty();
        assertThat(Scene.get(node.engine.await(unknown, Duration.ofSeconds(1)))).isEmpty();
        assertThat(scene.clock().alarms()).isZero();
    }

    @Test
    void what_another_node_runs_is_told_by_that_node() {
        var owner = scene.node();
        var other = scene.node();
        var run = owner.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);

        assertThat(canceled(other.cancel(run)).isCancelRequested()).isTrue();
        assertThat(owner.history(run)).last().isEqualTo("run.cancel_requested");
        assertThat(attempt.isTold()).isFalse();
        assertThat(other.isHere(run)).isFalse();

        owner.engine.look(run.id(), 4);
        attempt.awaitSignal().stop();
        owner.await(run, RunState.CANCELED);
    }

    /** Nobody looked; the next thing the owner writes meets what it does not know. */
    @Test
    void an_owner_that_was_not_told_finds_out_when_it_writes() {
        var owner = scene.node();
        var other = scene.node();
        var run = owner.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);
        other.cancel(run);

        attempt.complete("1");

        owner.await(run, RunState.CANCELED);
        assertThat(owner.history(run)).last().isEqualTo("step.completed a#1, run.canceled");
        assertThat(steps.hasBegun(run, "b", 1)).isFalse();
    }

    @Test
    void word_that_comes_while_an_answer_is_awaited_is_not_lost() {
        var owner = scene.node();
        var other = scene.node();
        var run = owner.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);
        owner.held.hold();
        attempt.complete("1");
        owner.historyTo(run, "step.completed a#1, step.started b#1");

        other.cancel(run);
        owner.engine.look(run.id(), 6);
        scene.settle(other);
        owner.held.release();

        steps.attempt(run, "b", 1).awaitSignal().stop();
        owner.await(run, RunState.CANCELED);
    }

    private static Run canceled(Told told) {
        return ((Told.Done) told).run();
    }
}
