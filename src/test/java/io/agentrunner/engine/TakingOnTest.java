package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        var starting = node.engine.start(Node.request(scene.sketches().of("a")));
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

    /** It is on its way to this node: what is said about it waits until it is there. */
    @Test
    void a_run_canceled_while_its_start_is_being_answered_ends() {
        var node = scene.node();
        node.held.hold();
        var starting = node.engine.start(Node.request(scene.sketches().of("a")));
        Node.until(() -> isStored(node));
        var id = onlyRun(node);
        var canceling = node.engine.tell(id, new Cancel("enough"));

        node.held.release();
        var run = ((Engine.Started.Created) Scene.get(starting)).run();
        Scene.get(canceling);

        steps.attempt(run, "a", 1).awaitSignal().stop();
        node.await(run, RunState.CANCELED);
    }

    @Test
    void a_run_that_came_while_recovery_was_reading_it_is_not_recovered() {
        var node = scene.node();
        node.held.hold();
        var starting = node.engine.start(Node.request(scene.sketches().of("a")));
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
        var run = node.start(Node.request(scene.sketches().of("a"), 0, soon));
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

    /** It was claimed as one that waits, and another node was quicker to wake it. */
    @Test
    void a_run_that_went_on_elsewhere_between_its_claim_and_its_reading_takes_no_place() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(scene.clock().now().plus(DAY.dividedBy(2)));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);
        other.held.holdLoads();
        other.housekeeping.tick();
        Node.until(() -> other.owner(run).isPresent());
        scene.clock().advance(DAY.dividedBy(2));
        node.engine.roster().reserveAnyway();
        Scene.get(node.engine.takeOn(run.id(), first(new WakeUp())));
        var attempt = steps.call(run, "a", 1, 2);

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
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);

        for (RunCommand command : List.of(new Start(), new WakeUp())) {
            node.engine.roster().reserveAnyway();
            Scene.get(node.engine.takeOn(run.id(), first(command)));
            Node.until(() -> node.engine.load().activeRuns() == 0);
        }

        assertThat(node.isHere(run)).isFalse();
        assertThat(node.history(run)).hasSize(2);
    }

    /** Its former node recorded that somebody wants it to end just as this node read it. */
    @Test
    void a_run_canceled_while_it_is_being_taken_over_ends() {
        var node = scene.node();
        var former = scene.node();
        var run = former.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1);
        former.crash();
        var heard = scene.node();
        heard.held.holdLoads();
        heard.engine.roster().reserveAnyway();
        var taken = heard.engine.takeOn(run.id(), first(new Recover("former")));
        var canceling = heard.engine.tell(run.id(), new Cancel("enough"));

        heard.held.releaseLoads();
        Scene.get(taken);
        Scene.get(canceling);

        steps.attempt(run, "a", 2).awaitSignal().stop();
        heard.await(run, RunState.CANCELED);
        assertThat(node.history(run).getLast()).endsWith("run.canceled");
    }

    private static RunId onlyRun(Node node) {
        return new RunId(
                Scene.get(node.pool.query("SELECT id FROM runs").execute().toCompletionStage())
                        .iterator()
                        .next()
                        .getUUID("id"));
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

    private static FirstWord first(RunCommand command) {
        return _ -> CompletableFuture.completedStage(Optional.of(command));
    }
}
