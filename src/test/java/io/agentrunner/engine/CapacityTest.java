package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run whose wait is over and that finds every node full says so, and goes before new ones. */
class CapacityTest {

    private static final Duration DAY = Duration.ofDays(1);

    /** By the database's clock a day that begins here was over yesterday. */
    private final Scene scene = new Scene(HandClock.behind(DAY.multipliedBy(2)));

    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void it_waits_for_capacity_and_goes_on_when_a_place_is_free() {
        var node = scene.node("small", 1);
        var sleeper = sleeping(node);
        var busy = node.start(scene.sketches().of(patient()));
        scene.clock().advance(DAY);

        node.tick();
        node.tick();

        var waiting = node.now(sleeper);
        assertThat(waiting.state()).isEqualTo(RunState.WAITING);
        assertThat(waiting.reason()).isEqualTo(Reason.CAPACITY);
        assertThat(waiting.message()).contains("every node has as many runs as it may");
        assertThat(node.history(sleeper)).as("said once").hasSize(3);

        steps.attempt(busy, "a", 1).complete("1");
        node.await(busy, RunState.COMPLETED);
        node.tick();
        steps.call(sleeper, "a", 1, 2).complete("1");
        node.await(sleeper, RunState.COMPLETED);
    }

    @Test
    void it_goes_before_a_queued_run() {
        var node = scene.node("small", 1);
        var sleeper = sleeping(node);
        var busy = node.start(scene.sketches().of(patient()));
        var queued = node.start(scene.sketches().of("a"));
        scene.clock().advance(DAY);

        steps.attempt(busy, "a", 1).complete("1");

        steps.call(sleeper, "a", 1, 2);
        assertThat(steps.hasBegun(queued, "a", 1)).isFalse();
        steps.call(sleeper, "a", 1, 2).complete("1");
        steps.attempt(queued, "a", 1).complete("1");
        node.await(queued, RunState.COMPLETED);
    }

    private static Step patient() {
        return Sketches.limited(Sketches.step("a"), DAY.multipliedBy(9), null);
    }

    private Run sleeping(Node node) {
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(scene.clock().now().plus(DAY));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);
        return run;
    }
}
