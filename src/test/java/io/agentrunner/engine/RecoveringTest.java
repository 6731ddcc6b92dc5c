package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.maxCrashes;
import static io.agentrunner.engine.Sketches.retried;
import static io.agentrunner.engine.Sketches.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node leaves behind is gone on with, by its next self or by another node. */
class RecoveringTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;
    private final UUID id = UUID.randomUUID();

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void an_attempt_lost_with_its_node_is_made_again_once() {
        var former = scene.node(id, "it", 10);
        var run = former.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).complete("1");
        steps.attempt(run, "b", 1);
        former.crash();

        var next = scene.node(id, "it", 10);
        steps.attempt(run, "b", 2).complete("2");

        next.await(run, RunState.COMPLETED);
        assertThat(next.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "step.completed a#1, step.started b#1",
                        "run.recovered, step.started b#2",
                        "step.completed b#2, run.completed");
        assertThat(steps.begun()).isEqualTo(3);
    }

    @Test
    void a_step_that_ends_its_node_every_time_fails_in_the_end() {
        var run = scene.node(id, "it", 10).start(scene.sketches().of(maxCrashes(step("a"), 2)));
        steps.attempt(run, "a", 1);
        scene.crashAll();
        scene.node(id, "it", 10);
        steps.attempt(run, "a", 2);
        scene.crashAll();

        var last = scene.node(id, "it", 10);

        last.await(run, RunState.FAILED);
        assertThat(last.now(run).steps().getFirst().reason()).isEqualTo(Reason.CRASH_RECOVERY);
        assertThat(steps.begun()).isEqualTo(2);
    }

    @Test
    void what_was_to_be_canceled_is_canceled() {
        var former = scene.node(id, "it", 10);
        var run = former.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        former.cancel(run);
        former.crash();

        scene.node(id, "it", 10).await(run, RunState.CANCELED);

        assertThat(steps.begun()).isOne();
    }

    @Test
    void a_run_that_could_not_be_recovered_is_recovered_with_a_later_tick() {
        var former = scene.node(id, "it", 10);
        var run = former.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        former.crash();

        scene.sketches().readable(false);
        var next = scene.node(id, "it", 10);
        assertThat(next.isHere(run)).isFalse();
        scene.sketches().readable(true);
        next.tick();

        steps.attempt(run, "a", 2).complete("1");
        next.await(run, RunState.COMPLETED);
    }

    @Test
    void the_runs_of_a_node_silent_for_its_lease_are_taken_over_without_waiting_for_a_tick() {
        var dead = scene.node();
        var heir = scene.node();
        var run = dead.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        dead.tick();
        dead.crash();

        watch(heir, Housekeeping.LEASE.minus(SECOND));
        assertThat(steps.hasBegun(run, "a", 2)).isFalse();
        scene.clock().advance(SECOND.minusMillis(1));
        assertThat(heir.isHere(run)).isFalse();
        scene.clock().advance(Duration.ofMillis(1));
        steps.attempt(run, "a", 2).complete("1");

        heir.await(run, RunState.COMPLETED);
        assertThat(heir.history(run)).contains("run.recovered, step.started a#2");
    }

    @Test
    void what_waited_in_the_memory_of_a_dead_node_is_woken_by_another() {
        var dead = scene.node();
        var heir = scene.node();
        var run = dead.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        dead.historyTo(run, "step.retry_scheduled a#1, run.waiting");
        dead.crash();

        watch(heir, Housekeeping.LEASE.plus(SECOND));

        steps.attempt(run, "a", 2).complete("1");
        heir.await(run, RunState.COMPLETED);
    }

    @Test
    void what_was_claimed_and_not_yet_begun_is_begun_by_the_next_self() {
        var former = scene.node(id, "it", 1);
        var workflow = scene.sketches().of("a");
        steps.attempt(former.start(workflow), "a", 1);
        var queued = former.start(workflow);
        former.sql("UPDATE runs SET owner = '%s' WHERE state = 'QUEUED'".formatted(id));
        former.crash();

        var next = scene.node(id, "it", 10);

        steps.attempt(queued, "a", 1).complete("1");
        next.await(queued, RunState.COMPLETED);
    }

    @Test
    void a_node_whose_beat_is_seen_keeps_its_runs() {
        var alive = scene.node();
        var other = scene.node();
        var run = alive.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);

        for (int i = 0; i < 30; i++) {
            scene.clock().advance(SECOND);
            alive.tick();
            other.tick();
        }

        assertThat(alive.owner(run)).contains(alive.nodes.self());
        attempt.complete("1");
        alive.await(run, RunState.COMPLETED);
    }

    /** Who could not look does not know whether the others were silent. */
    @Test
    void an_outage_makes_nobody_steal() {
        var alive = scene.node();
        var other = scene.node();
        var run = alive.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);
        alive.tick();
        other.tick();

        scene.clock().advance(Housekeeping.LEASE.multipliedBy(3));
        other.tick();

        assertThat(alive.owner(run)).contains(alive.nodes.self());
        attempt.complete("1");
        alive.await(run, RunState.COMPLETED);
    }

    @Test
    void the_runs_of_a_node_that_said_goodbye_are_taken_over_at_once() {
        var leaving = scene.node();
        var heir = scene.node();
        var run = leaving.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        Scene.get(leaving.nodes.leave());

        heir.tick();

        steps.attempt(run, "a", 2).complete("1");
        heir.await(run, RunState.COMPLETED);
    }

    @Test
    void a_node_that_lost_its_lease_tells_its_attempts_to_end_and_joins_again() {
        var node = scene.node();
        var heir = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var lost = steps.attempt(run, "a", 1);
        watch(heir, Housekeeping.LEASE.plus(SECOND));
        var second = steps.attempt(run, "a", 2);

        node.tick();
        lost.awaitSignal().complete("\"too late\"");
        Node.until(node.housekeeping::isReady);

        second.complete("\"mine\"");
        assertThat(heir.await(run, RunState.COMPLETED).result()).isEqualTo("\"mine\"");
        assertThat(node.isHere(run)).isFalse();
        assertThat(node.engine.load().activeRuns()).isZero();
        scene.settle(node);
    }

    @Test
    void a_node_that_learns_of_its_lost_lease_by_writing_stops_as_well() {
        var node = scene.node();
        var heir = scene.node();
        var workflow = scene.sketches().of("a", "b");
        var one = node.start(workflow);
        var other = node.start(workflow);
        var attempt = steps.attempt(other, "a", 1);
        watch(heir, Housekeeping.LEASE.plus(SECOND));

        steps.attempt(one, "a", 1).complete("1");

        attempt.awaitSignal();
        Node.until(() -> node.housekeeping.isReady() && !node.isHere(one));
        steps.attempt(one, "a", 2).complete("2");
        steps.attempt(one, "b", 1).complete("3");
        heir.await(one, RunState.COMPLETED);
        assertThat(steps.attempt(one, "b", 1).task().scope().results().apply("a")).contains("2");
    }

    @Test
    void a_node_that_can_not_join_again_at_once_tries_until_it_can() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var lost = steps.attempt(run, "a", 1);
        node.sql("UPDATE nodes SET epoch = epoch + 1");
        node.sql(
                "CREATE TRIGGER closed BEFORE INSERT ON nodes"
                        + " FOR EACH ROW EXECUTE FUNCTION refuse('not now')");
        node.tick();
        lost.awaitSignal();
        node.tick();
        assertThat(node.housekeeping.isReady()).isFalse();

        node.sql("DROP TRIGGER closed ON nodes");
        Node.until(
                () -> {
                    node.tick();
                    return node.housekeeping.isReady();
                });

        steps.attempt(run, "a", 2).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    private void watch(Node observer, Duration forThat) {
        observer.tick();
        for (long i = 0; i < forThat.toSeconds(); i++) {
            scene.clock().advance(SECOND);
            observer.tick();
        }
    }
}
