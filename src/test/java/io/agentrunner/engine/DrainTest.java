package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.retried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.engine.Engine.Draining;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a node goes down on purpose. */
class DrainTest {

    private static final Duration GRACE = Duration.ofSeconds(4);

    /** So that what is due here is due by the database's clock as well. */
    private final Scene scene = new Scene(HandClock.behind(Duration.ofHours(1)));

    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void an_attempt_that_ends_within_the_grace_keeps_its_result() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);

        var drained = node.housekeeping.drain(GRACE);
        scene.clock().advance(GRACE.dividedBy(2));
        assertThat(attempt.isTold()).isFalse();
        attempt.complete("1");

        pass(drained);
        assertThat(node.await(run, RunState.COMPLETED).result()).isEqualTo("1");
    }

    @Test
    void a_draining_node_takes_nothing_new() {
        var node = scene.node();
        var workflow = scene.sketches().of("a");
        pass(node.housekeeping.drain(GRACE));

        assertThatThrownBy(() -> node.start(workflow)).isInstanceOf(Draining.class);
        assertThat(node.housekeeping.isReady()).isFalse();
    }

    @Test
    void an_attempt_that_takes_longer_is_handed_over_and_another_node_makes_it_again_at_once() {
        var node = scene.node();
        var heir = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);

        var drained = node.housekeeping.drain(GRACE);
        scene.clock().advance(GRACE);
        attempt.awaitSignal().stop();
        pass(drained);
        assertThat(node.history(run)).last().isEqualTo("step.retry_scheduled a#1, run.waiting");
        assertThat(node.stored(run)).contains("NODE_STOPPED");
        assertThat(node.isHere(run)).isFalse();

        heir.tick();
        steps.attempt(run, "a", 2).complete("1");
        heir.await(run, RunState.COMPLETED);
        assertThat(steps.begun()).isEqualTo(2);
    }

    @Test
    void a_result_that_comes_after_the_signal_counts_and_the_next_step_is_anothers() {
        var node = scene.node();
        var heir = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);

        var drained = node.housekeeping.drain(GRACE);
        scene.clock().advance(GRACE);
        attempt.awaitSignal().complete("1");
        pass(drained);
        assertThat(node.isHere(run)).isFalse();
        assertThat(steps.hasBegun(run, "b", 1)).isFalse();

        heir.tick();
        steps.attempt(run, "b", 2).complete("2");
        heir.await(run, RunState.COMPLETED);
    }

    /** All inside it is done: the next attempt has that, and nothing to wait for. */
    @Test
    void a_step_around_others_that_was_collecting_is_made_again_like_any_other() {
        var node = scene.node();
        var heir = scene.node();
        var each = new Nested.ForEach(Sketches.step("each"), 2, OnError.FAIL);
        var run = node.start(scene.sketches().of(Sketches.around("fan", each)));
        steps.attempt(run, "fan", 1).await(new Wait.Branches(List.of("1"), "one"));
        steps.attempt(run, "fan[0]", 1).complete("1");
        var collecting = steps.call(run, "fan", 1, 2);

        var drained = node.housekeeping.drain(GRACE);
        scene.clock().advance(GRACE);
        collecting.awaitSignal().stop();
        pass(drained);
        heir.tick();

        var again = steps.attempt(run, "fan", 2);
        assertThat(again.task().inside().stream().map(StepRun::result)).containsExactly("1");
        again.complete("2");
        assertThat(heir.await(run, RunState.COMPLETED).result()).isEqualTo("2");
    }

    @Test
    void what_waits_in_memory_is_given_back() {
        var node = scene.node();
        var heir = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);

        pass(node.housekeeping.drain(GRACE));
        assertThat(node.engine.load().activeRuns()).isZero();
        scene.clock().advance(Duration.ofSeconds(1));
        heir.tick();

        steps.attempt(run, "a", 2).complete("1");
        heir.await(run, RunState.COMPLETED);
        assertThat(heir.history(run)).filteredOn(it -> it.contains("a#2")).hasSize(2);
    }

    @Test
    void an_attempt_that_ignores_the_signal_keeps_nobody() {
        var node = scene.node();
        var heir = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);

        pass(node.housekeeping.drain(GRACE));
        heir.tick();

        steps.attempt(run, "a", 2).complete("1");
        heir.await(run, RunState.COMPLETED);
        assertThat(heir.history(run)).contains("run.recovered, step.started a#2");
    }

    /** Lets time pass until it is done. */
    private void pass(CompletionStage<Void> drained) {
        Node.until(
                () -> {
                    scene.clock().advance(Duration.ofMillis(100));
                    return drained.toCompletableFuture().isDone();
                });
        Scene.get(drained);
    }
}
