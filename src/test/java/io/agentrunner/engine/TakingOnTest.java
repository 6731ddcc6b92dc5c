package io.agentrunner.engine;

import static io.agentrunner.engine.Definitions.retried;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunState;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that comes to a node by two ways is there once; one that came too late is not there. */
class TakingOnTest {

    private static final Duration DAY = Duration.ofDays(1);

    /** What waits is due by the database's clock at once. */
    private final Scene scene = new Scene(HandClock.behind(DAY));

    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_run_recovered_while_its_start_is_being_answered_is_here_once() {
        var node = scene.node();
        node.held.hold();
        var starting = node.engine.start(Node.request(scene.definitions().of("a")));
        Node.until(() -> isStored(node));
        node.held.holdNoMore();
        Scene.get(node.housekeeping.recover());

        node.held.release();
        var run = ((Engine.Started.Created) Scene.get(starting)).run();
        var attempt = steps.attempt(run, "a", 2);
        scene.settle(node);

        assertThat(steps.begun()).isOne();
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(1, 100, 1));
        attempt.complete("1");
        node.await(run, RunState.COMPLETED);
        Node.until(() -> node.engine.load().equals(new Engine.Load(0, 100, 0)));
    }

    @Test
    void a_run_that_came_while_recovery_was_reading_it_is_not_recovered() {
        var node = scene.node();
        node.held.hold();
        var starting = node.engine.start(Node.request(scene.definitions().of("a")));
        Node.until(() -> isStored(node));
        node.held.holdLoads();
        var recovered = node.housekeeping.recover();
        scene.settle(scene.node());
        node.held.release();
        var run = ((Engine.Started.Created) Scene.get(starting)).run();
        var attempt = steps.attempt(run, "a", 1);

        node.held.releaseLoads();
        Scene.get(recovered);
        scene.settle(node);

        assertThat(steps.begun()).isOne();
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(1, 100, 1));
        attempt.complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "step.completed a#1, run.completed");
        Node.until(() -> node.engine.load().equals(new Engine.Load(0, 100, 0)));
    }

    @Test
    void a_run_canceled_between_its_claim_and_its_reading_takes_no_place() {
        var node = scene.node();
        var other = scene.node();
        var soon = scene.clock().now().plusSeconds(1);
        var run = node.start(Node.request(scene.definitions().of("a"), 0, soon));
        node.held.holdLoads();
        node.housekeeping.tick();
        Node.until(() -> node.owner(run).isPresent());
        other.cancel(run);
        var placesFreed = new AtomicInteger();
        node.engine.whenPlaceIsFree(placesFreed::incrementAndGet);

        node.held.releaseLoads();
        Node.until(() -> !node.housekeeping.isTicking());
        scene.settle(node);

        Node.until(() -> node.engine.load().activeRuns() == 0);
        assertThat(placesFreed).as("that of the run that settled").hasValue(1);
        assertThat(node.history(run))
                .containsExactly("run.created", "run.cancel_requested, run.canceled");
        assertThat(steps.begun()).isZero();
    }

    /** It was claimed as one that waits, and its former node woke it from memory. */
    @Test
    void a_run_that_went_on_elsewhere_between_its_claim_and_its_reading_takes_no_place() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.definitions().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);
        scene.settle(node);
        other.held.holdLoads();
        other.housekeeping.tick();
        Node.until(() -> other.owner(run).isPresent());
        scene.clock().advance(Duration.ofSeconds(1));
        var attempt = steps.attempt(run, "a", 2);

        other.held.releaseLoads();
        Node.until(() -> !other.housekeeping.isTicking());

        assertThat(other.engine.load().activeRuns()).isZero();
        attempt.complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(steps.begun()).isEqualTo(2);
    }

    @Test
    void a_command_to_a_run_that_has_ended_leaves_no_place_taken() {
        var node = scene.node();
        var run = node.start(scene.definitions().of("a"));
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);

        for (RunCommand command : List.of(new Start("it"), new WakeUp("it"))) {
            Scene.get(node.engine.takeOn(run.id(), _ -> Optional.of(command)));
            Node.until(() -> node.engine.load().activeRuns() == 0);
        }

        assertThat(node.isHere(run)).isFalse();
        assertThat(node.history(run)).hasSize(2);
    }

    private static boolean isStored(Node node) {
        Row row =
                Scene.get(
                                node.pool
                                        .query("SELECT count(*) AS runs FROM runs")
                                        .execute()
                                        .toCompletionStage())
                        .iterator()
                        .next();
        return row.getLong("runs") == 1;
    }
}
