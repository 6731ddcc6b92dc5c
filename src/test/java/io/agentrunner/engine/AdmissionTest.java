package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More runs than a node may hold wait in the database for their turn. */
class AdmissionTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void what_finds_no_place_is_queued_and_starts_in_order_as_places_become_free() {
        var node = scene.node("small", 2);
        var workflow = scene.sketches().of("a");
        var runs = IntStream.range(0, 5).mapToObj(_ -> node.start(workflow)).toList();
        assertThat(runs.stream().map(Run::state))
                .containsExactly(
                        RunState.RUNNING,
                        RunState.RUNNING,
                        RunState.QUEUED,
                        RunState.QUEUED,
                        RunState.QUEUED);
        node.tick();
        assertThat(node.engine.load().activeRuns()).isEqualTo(2);

        steps.attempt(runs.get(1), "a", 1).complete("1");
        steps.attempt(runs.get(2), "a", 1).complete("1");
        steps.attempt(runs.get(3), "a", 1);
        assertThat(steps.hasBegun(runs.get(4), "a", 1)).isFalse();
        steps.attempt(runs.get(0), "a", 1).complete("1");
        steps.attempt(runs.get(4), "a", 1).complete("1");
        steps.attempt(runs.get(3), "a", 1).complete("1");

        runs.forEach(run -> node.await(run, RunState.COMPLETED));
        assertThat(steps.begun()).isEqualTo(5);
        assertThat(node.engine.load().activeRuns()).isZero();
    }

    @Test
    void a_queued_run_of_higher_priority_goes_first() {
        var node = scene.node("small", 1);
        var workflow = scene.sketches().of("a");
        var first = node.start(workflow);
        var low = node.start(Node.request(workflow, 1, null));
        var high = node.start(Node.request(workflow, 5, null));
        node.tick();

        steps.attempt(first, "a", 1).complete("1");
        steps.attempt(high, "a", 1);
        assertThat(steps.hasBegun(low, "a", 1)).isFalse();
        steps.attempt(high, "a", 1).complete("1");
        steps.attempt(low, "a", 1).complete("1");
        node.await(low, RunState.COMPLETED);
    }

    @Test
    void a_place_that_is_free_before_the_next_tick_is_taken_with_it() {
        var node = scene.node("small", 1);
        var workflow = scene.sketches().of("a");
        var first = node.start(workflow);
        var second = node.start(workflow);
        steps.attempt(first, "a", 1).complete("1");
        node.await(first, RunState.COMPLETED);

        node.tick();

        steps.attempt(second, "a", 1).complete("1");
        node.await(second, RunState.COMPLETED);
    }

    /** Start times are compared with the database's time. */
    @Test
    void a_run_starts_when_its_time_has_come_and_not_before() {
        var node = scene.node();
        var workflow = scene.sketches().of("a");
        var now = scene.clock().now();
        var later = node.start(Node.request(workflow, 0, now.plusSeconds(3600)));
        var soon = node.start(Node.request(workflow, 0, now.plusMillis(500)));
        assertThat(List.of(later.state(), soon.state())).containsOnly(RunState.QUEUED);

        Node.until(
                () -> {
                    node.tick();
                    return steps.hasBegun(soon, "a", 1);
                });

        assertThat(steps.hasBegun(later, "a", 1)).isFalse();
        assertThat(node.now(later).state()).isEqualTo(RunState.QUEUED);
        assertThat(node.owner(later)).isEmpty();
    }

    /** The database's time is real: the timer that this waits for is set by hand. */
    @Test
    void a_start_planned_for_the_next_moment_needs_no_tick() {
        var node = scene.node();
        var soon = scene.clock().now().plusMillis(300);
        var run = node.start(Node.request(scene.sketches().of("a"), 0, soon));

        Node.until(
                () -> {
                    scene.clock().advance(Duration.ofMillis(10));
                    return steps.hasBegun(run, "a", 1);
                });
    }

    @Test
    void a_new_run_stands_in_line_behind_those_that_wait_for_a_place() {
        var node = scene.node("small", 1);
        var workflow = scene.sketches().of("a");
        var first = node.start(workflow);
        var second = node.start(workflow);
        node.housekeeping.drain(Duration.ZERO);
        steps.attempt(first, "a", 1).complete("1");
        node.await(first, RunState.COMPLETED);
        node.engine.open();

        var third = node.start(workflow);

        assertThat(third.state()).as("though a place is free").isEqualTo(RunState.QUEUED);
        assertThat(node.now(second).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void no_more_runs_come_than_there_are_places_for() {
        var node = scene.node("small", 2);
        node.held.hold();
        var starting = node.engine.start(Node.request(scene.sketches().of("a")));
        var workflow = scene.sketches().of("a");
        var others = scene.node();
        others.engine.roster().reserve(100);
        var queued = IntStream.range(0, 3).mapToObj(_ -> others.start(workflow)).toList();

        node.held.holdNoMore();
        node.tick();
        assertThat(node.engine.load().activeRuns()).isEqualTo(2);
        node.held.release();
        Scene.get(starting);

        assertThat(node.engine.load().activeRuns()).isEqualTo(2);
        assertThat(queued).filteredOn(run -> node.isHere(run)).hasSize(1);
    }

    @Test
    void a_start_that_failed_gives_its_place_back() {
        var node = scene.node("small", 1);
        var workflow = scene.sketches().of("a");
        var nul =
                new StartRequest(
                        workflow, "\"\\u0000\"", List.of(), "{}", 0, null, null, null, null);

        assertThatThrownBy(() -> node.start(nul)).isInstanceOf(IllegalArgumentException.class);

        assertThat(node.engine.load().activeRuns()).isZero();
        assertThat(node.start(workflow).state()).isEqualTo(RunState.RUNNING);
    }
}
