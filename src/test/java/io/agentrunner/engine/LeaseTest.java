package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node says that it lives whatever else it waits for, and stops in time when it can't. */
class LeaseTest {

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /** The margin that a node keeps from the moment at which others take its runs. */
    private static final Duration SAFE = Housekeeping.LEASE.minusSeconds(2);

    /** What is to start within the day starts at once by the database's clock. */
    private final Scene scene = new Scene(HandClock.behind(Duration.ofDays(1)));

    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_claim_that_takes_long_keeps_no_beat_from_going_out() {
        var node = scene.node();
        var soon = scene.clock().now().plusSeconds(1);
        var run = node.start(Node.request(scene.sketches().of("a"), 0, soon));
        node.held.holdLoads();
        node.housekeeping.tick();
        Node.until(() -> node.owner(run).isPresent());

        awaitBeats(node, 3);

        assertThat(steps.hasBegun(run, "a", 1)).isFalse();
        node.held.releaseLoads();
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_recovery_that_takes_long_keeps_no_beat_from_going_out() {
        var leaving = scene.node();
        var heir = scene.node();
        var run = leaving.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        Scene.get(leaving.nodes.leave());
        heir.held.holdLoads();
        heir.housekeeping.tick();
        Node.until(() -> heir.owner(run).filter(heir.nodes.self()::equals).isPresent());

        awaitBeats(heir, 3);

        assertThat(steps.hasBegun(run, "a", 2)).isFalse();
        heir.held.releaseLoads();
        steps.attempt(run, "a", 2).complete("1");
        heir.await(run, RunState.COMPLETED);
    }

    /** Before the others, who hear nothing of it, take them. */
    @Test
    void a_node_among_others_that_can_not_say_it_lives_gives_its_runs_up() {
        var node = scene.node();
        scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);
        node.tick();
        silence(node);

        scene.clock().advance(SAFE);
        node.tick();
        assertThat(node.housekeeping.isReady()).isTrue();
        assertThat(attempt.isTold()).isFalse();
        scene.clock().advance(MILLISECOND);
        node.tick();

        attempt.awaitSignal().complete("\"too late\"");
        Node.until(() -> !node.isHere(run));
        assertThat(node.housekeeping.isReady()).isFalse();
        node.sql("DROP TRIGGER silent ON nodes");
        Node.until(
                () -> {
                    node.tick();
                    return node.housekeeping.isReady();
                });
        steps.attempt(run, "a", 2).complete("\"in time\"");
        assertThat(node.await(run, RunState.COMPLETED).result()).isEqualTo("\"in time\"");
    }

    @Test
    void a_node_alone_goes_on_though_it_can_not_say_that_it_lives() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);
        node.tick();
        silence(node);

        scene.clock().advance(Housekeeping.LEASE.multipliedBy(3));
        node.tick();
        scene.settle(node);

        assertThat(node.housekeeping.isReady()).isTrue();
        assertThat(attempt.isTold()).isFalse();
        attempt.complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(steps.begun()).isOne();
    }

    private static void awaitBeats(Node node, int more) {
        long before = node.beats();
        Node.until(
                () -> {
                    node.housekeeping.tick();
                    return node.beats() >= before + more;
                });
    }

    private static void silence(Node node) {
        node.sql(
                """
                CREATE TRIGGER silent BEFORE UPDATE ON nodes
                    FOR EACH ROW WHEN (OLD.id = '%s') EXECUTE FUNCTION refuse('not now')"""
                        .formatted(node.nodes.self()));
    }
}
