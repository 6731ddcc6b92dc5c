package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two things happen to a run at the same time, and neither is lost nor done twice. */
class CrossingTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Send GO = new Send(new Signal("go", "1"));

    /** What is to start later is due by the database's clock at once. */
    private final Scene scene = new Scene(HandClock.behind(DAY));

    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    /** It is here for a moment, to hear something, when it becomes this node's. */
    @Test
    void a_run_claimed_while_it_hears_something_is_started() {
        var node = scene.node();
        var run = startsSoon(node);
        node.held.hold();
        var told = node.engine.tell(run.id(), GO);
        Node.until(() -> node.history(run).contains("signal.received"));
        node.held.holdNoMore();
        node.housekeeping.tick();
        Node.until(() -> node.owner(run).isPresent() && node.engine.load().activeRuns() == 1);

        node.held.release();

        assertThat(Scene.get(told)).get().isInstanceOf(Told.Done.class);
        Node.until(() -> hasBegun(node, run));
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    private boolean hasBegun(Node node, Run run) {
        node.tick();
        return steps.hasBegun(run, "a", 1);
    }

    /** Who is told sees it run elsewhere; by the time that is written down it runs nowhere. */
    @Test
    void what_is_said_to_a_run_as_it_begins_to_wait_is_acted_on() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);
        other.held.holdFound();
        var told = other.engine.tell(run.id(), new Cancel("enough"));
        Node.until(() -> other.held.found() == 1);
        attempt.suspendUntil(scene.clock().now().plus(DAY.multipliedBy(9)));
        Node.until(() -> !node.isHere(run));

        other.held.releaseFound();

        assertThat(Scene.get(told)).get().isInstanceOf(Told.Done.class);
        assertThat(other.now(run).state()).isEqualTo(RunState.CANCELED);
    }

    /** Its node writes something, and loses against another that has written, meanwhile. */
    @Test
    void an_attempt_that_ends_while_its_run_is_looked_up_anew_counts() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);
        other.tell(run, GO);
        node.held.hold();
        var told = node.engine.tell(run.id(), GO);

        attempt.complete("\"mine\"");
        Node.until(() -> node.engine.attemptsUnderWay() == 0);
        scene.settle(other);
        node.held.release();

        assertThat(Scene.get(told)).get().isInstanceOf(Told.Done.class);
        assertThat(node.await(run, RunState.COMPLETED).result()).isEqualTo("\"mine\"");
        assertThat(steps.begun()).isOne();
    }

    /** They are this node's in the database, and it was never told which. */
    @Test
    void runs_claimed_by_a_statement_whose_answer_is_lost_are_started() {
        var node = scene.node();
        var run = startsSoon(node);
        node.queue.loseAnswers(true);
        node.tick();
        assertThat(node.owner(run)).contains(node.nodes.self());
        assertThat(steps.begun()).isZero();

        node.queue.loseAnswers(false);
        node.tick();

        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    /** The restarted node has asked what is its own, and not yet read it. */
    @Test
    void what_another_node_goes_on_with_is_not_recovered_by_a_node_that_comes_up() {
        var id = UUID.randomUUID();
        var former = scene.node(id, "it", 10);
        var other = scene.node();
        var run = former.start(scene.sketches().of("a"));
        var soon = scene.clock().now().plusSeconds(3);
        steps.attempt(run, "a", 1).await(new Wait.Signal("go", soon));
        former.await(run, RunState.WAITING);
        former.crash();
        var next = scene.joined(id, "it", 10);
        next.held.holdLoads();
        var recovered = next.housekeeping.recover();
        Node.until(() -> next.engine.load().activeRuns() == 1);

        other.tell(run, GO);
        var goingOn = steps.call(run, "a", 1, 2);
        next.held.releaseLoads();
        Scene.get(recovered);

        assertThat(next.history(run)).noneMatch(it -> it.contains("run.recovered"));
        assertThat(next.engine.load().activeRuns()).isZero();
        goingOn.complete("1");
        other.await(run, RunState.COMPLETED);
    }

    /** The run runs there, so what follows is for that node alone. */
    @Test
    void a_resumption_said_elsewhere_makes_the_node_that_has_the_run_try_again() {
        var node = scene.node();
        var other = scene.node();
        var inside = List.of(Sketches.asking("a"), Sketches.step("b"));
        var fan = Sketches.around("fan", new Nested.Parallel(inside, 2, OnError.FAIL));
        var run = node.start(scene.sketches().of(fan));
        steps.attempt(run, "fan", 1).await(new Wait.Branches(List.of(), "two"));
        var running = steps.attempt(run, "fan.b", 1);
        steps.attempt(run, "fan.a", 1).fail("BUSY");
        node.historyTo(run, "step.retry_scheduled fan.a#1");

        other.tell(run, new Resume());
        assertThat(other.history(run).getLast()).isEqualTo("step.retry_scheduled fan.a#1");
        node.engine.look(run.id(), other.now(run).seq());

        assertThat(steps.attempt(run, "fan.a", 2).task().run()).isEqualTo(run.id());
        assertThat(other.isHere(run)).isFalse();
        steps.attempt(run, "fan.a", 2).complete("1");
        running.complete("2");
        steps.call(run, "fan", 1, 2).complete("3");
        node.await(run, RunState.COMPLETED);
    }

    private Run startsSoon(Node node) {
        var soon = scene.clock().now().plusSeconds(60);
        return node.start(Node.request(scene.sketches().of("a"), 0, soon));
    }
}
