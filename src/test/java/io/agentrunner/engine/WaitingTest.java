package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.retried;
import static io.agentrunner.engine.Sketches.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Short waits stay in memory; long ones are left to the database, which tells when they end. */
class WaitingTest {

    private static final Duration DAY = Duration.ofDays(1);

    /** By the database's clock a day that begins here was over yesterday. */
    private final Scene scene = new Scene(HandClock.behind(DAY.multipliedBy(2)));

    private final Scripted steps = scene.steps;
    private final HandClock clock = scene.clock();

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_failed_attempt_is_made_again_after_its_backoff_which_grows() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        assertThat(node.await(run, RunState.WAITING).reason()).isEqualTo(Reason.RETRY);

        clock.advance(Duration.ofMillis(999));
        scene.settle(node);
        assertThat(steps.hasBegun(run, "a", 2)).isFalse();
        clock.advance(Duration.ofMillis(1));
        steps.attempt(run, "a", 2).fail("BUSY");
        node.await(run, RunState.WAITING);
        clock.advance(Duration.ofMillis(1999));
        scene.settle(node);
        assertThat(steps.hasBegun(run, "a", 3)).isFalse();
        clock.advance(Duration.ofMillis(1));
        steps.attempt(run, "a", 3).fail("BUSY");

        assertThat(node.await(run, RunState.FAILED).message()).contains("BUSY");
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "step.retry_scheduled a#1, run.waiting",
                        "run.resumed, step.started a#2",
                        "step.retry_scheduled a#2, run.waiting",
                        "run.resumed, step.started a#3",
                        "step.failed a#3, run.failed");
    }

    @Test
    void a_short_wait_stays_in_memory() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");

        node.historyTo(run, "step.retry_scheduled a#1, run.waiting");
        scene.settle(node);

        assertThat(node.isHere(run)).isTrue();
        assertThat(node.owner(run)).contains(node.nodes.self());
    }

    @Test
    void a_short_wait_is_no_other_nodes_business() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.historyTo(run, "step.retry_scheduled a#1, run.waiting");

        other.tick();

        assertThat(other.isHere(run)).isFalse();
        assertThat(node.owner(run)).contains(node.nodes.self());
    }

    @Test
    void a_wait_of_a_day_holds_no_memory_and_comes_back_when_it_is_over() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).suspendUntil(clock.now().plus(DAY));
        node.await(run, RunState.WAITING);
        Node.until(() -> !node.isHere(run));
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(0, 100, 0));
        assertThat(node.owner(run)).isEmpty();
        assertThat(node.row(run).getOffsetDateTime("wake_at").toInstant())
                .isEqualTo(clock.now().plus(DAY));

        clock.advance(DAY);
        node.tick();
        steps.call(run, "a", 1, 2).complete("1");
        steps.attempt(run, "b", 1).complete("2");

        node.await(run, RunState.COMPLETED);
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "step.waiting a#1, run.waiting",
                        "run.resumed, step.resumed a#1",
                        "step.completed a#1, step.started b#1",
                        "step.completed b#1, run.completed");
    }

    /** The database says it is due; this node's clock, which is slow, will say so later. */
    @Test
    void a_run_that_came_back_early_is_kept_and_woken_on_time() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(clock.now().plus(DAY));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);

        node.tick();
        assertThat(node.isHere(run)).isTrue();
        assertThat(node.now(run).state()).isEqualTo(RunState.WAITING);

        clock.advance(DAY);
        steps.call(run, "a", 1, 2).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void what_is_not_due_by_the_database_is_left_alone() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(clock.now().plus(DAY.multipliedBy(3)));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);

        node.tick();

        assertThat(node.isHere(run)).isFalse();
        assertThat(node.owner(run)).isEmpty();
    }

    @Test
    void a_long_backoff_is_left_to_the_database_too() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(retried(step("a"), DAY)));
        steps.attempt(run, "a", 1).fail("BUSY");
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);

        clock.advance(DAY);
        node.tick();
        steps.attempt(run, "a", 2).complete("1");

        node.await(run, RunState.COMPLETED);
    }

    @Test
    void of_two_nodes_that_see_it_due_one_wakes_it() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(clock.now().plus(DAY));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);

        clock.advance(DAY);
        node.tick();
        other.tick();

        steps.call(run, "a", 1, 2).complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(steps.begun()).isEqualTo(2);
        assertThat(other.engine.load().activeRuns()).isZero();
    }

    /** It waits in the memory of one node, and another was asked to look after it. */
    @Test
    void a_node_that_lost_a_run_to_another_lets_go_of_it() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);
        scene.settle(node);
        other.engine.roster().reserveAnyway();
        Scene.get(other.engine.takeOn(run.id(), first(new WakeUp())));
        assertThat(other.isHere(run)).isTrue();

        clock.advance(Duration.ofSeconds(1));
        var attempt = steps.attempt(run, "a", 2);

        Node.until(() -> node.isHere(run) != other.isHere(run));
        attempt.complete("1");
        var owner = node.isHere(run) ? node : other;
        owner.await(run, RunState.COMPLETED);
        assertThat(steps.begun()).isEqualTo(2);
        assertThat(node.history(run)).filteredOn(it -> it.contains("a#2")).hasSize(2);
    }

    @Test
    void a_run_that_could_not_be_taken_on_is_taken_on_with_a_later_tick() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).suspendUntil(clock.now().plus(DAY));
        Node.until(() -> !node.isHere(run) && node.now(run).state() == RunState.WAITING);
        clock.advance(DAY);

        scene.sketches().readable(false);
        node.tick();
        assertThat(node.isHere(run)).isFalse();
        scene.sketches().readable(true);
        node.tick();

        steps.call(run, "a", 1, 2).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    private static FirstWord first(RunCommand command) {
        return _ -> CompletableFuture.completedStage(Optional.of(command));
    }

    @Test
    void however_many_are_due_one_look_wakes_all_of_them() {
        var node = scene.node("large", 1000);
        var workflow = scene.sketches().of("a");
        var sleepers = Stream.generate(() -> node.start(workflow)).limit(450).toList();
        for (var run : sleepers) {
            steps.attempt(run, "a", 1).suspendUntil(clock.now().plus(DAY));
        }
        Node.until(() -> node.engine.load().activeRuns() == 0);
        clock.advance(DAY);

        node.tick();

        assertThat(sleepers).allMatch(run -> node.now(run).state() == RunState.RUNNING);
    }
}
