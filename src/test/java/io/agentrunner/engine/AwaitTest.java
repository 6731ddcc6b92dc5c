package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for the end of a run holds no thread and leaves nothing behind. */
class AwaitTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void it_is_answered_when_the_run_ends() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var waiting = node.engine.await(run.id(), LONG);
        scene.settle(node);
        assertThat(waiting.toCompletableFuture()).isNotDone();

        steps.attempt(run, "a", 1).complete("1");

        assertThat(Scene.get(waiting).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        Node.until(() -> scene.clock().alarms() == 0);
        assertThat(node.engine.isAwaited(run.id())).isFalse();
    }

    @Test
    void after_its_time_it_is_answered_with_the_run_as_it_stands() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var waiting = node.engine.await(run.id(), LONG);

        scene.clock().advance(LONG);

        assertThat(Scene.get(waiting).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        Node.until(() -> !node.engine.isAwaited(run.id()));
    }

    @Test
    void a_run_that_ended_before_is_answered_at_once() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);
        Node.until(() -> scene.clock().alarms() == 0);

        var answer = Scene.get(node.engine.await(run.id(), LONG));

        assertThat(answer.orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        Node.until(() -> !node.engine.isAwaited(run.id()) && scene.clock().alarms() == 0);
    }

    @Test
    void who_waits_on_another_node_is_answered_when_that_one_is_told() {
        var owner = scene.node();
        var other = scene.node();
        var run = owner.start(scene.sketches().of("a"));
        var waiting = other.engine.await(run.id(), LONG);
        steps.attempt(run, "a", 1).complete("1");
        owner.await(run, RunState.COMPLETED);

        other.engine.look(run.id(), 4);

        assertThat(Scene.get(waiting).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void many_may_wait_for_one_run() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var patient = node.engine.await(run.id(), LONG);
        var impatient = node.engine.await(run.id(), Duration.ofSeconds(1));

        scene.clock().advance(Duration.ofSeconds(1));
        assertThat(Scene.get(impatient).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        steps.attempt(run, "a", 1).complete("1");

        assertThat(Scene.get(patient).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
    }
}
