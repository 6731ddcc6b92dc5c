package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs wait for decisions and signals without holding anything, and go on when they come. */
class AnsweringTest {

    private static final Wait.Approval SHIP =
            new Wait.Approval(new ApprovalRequest("Ship it?", null, "1", null, false), null);

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_decision_at_any_node_takes_the_run_there() {
        var node = scene.node();
        var other = scene.node();
        var run = asking(node);
        assertThat(node.owner(run)).isEmpty();

        var expected = verdict(true);
        assertThat(decide(other, run, true)).isInstanceOf(Told.Done.class);

        var again = steps.call(run, "a", 1, 2);
        assertThat(again.task().current().awaited())
                .isInstanceOfSatisfying(
                        Awaited.Approval.class, it -> assertThat(it.verdict()).isEqualTo(expected));
        again.complete("1");
        other.await(run, RunState.COMPLETED);
        assertThat(other.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "approval.requested a#1, step.waiting a#1, run.waiting",
                        "approval.decided a#1, run.resumed, step.resumed a#1",
                        "step.completed a#1, run.completed");
    }

    @Test
    void the_same_decision_again_is_fine_and_the_other_one_too_late() {
        var node = scene.node();
        var run = asking(node);
        decide(node, run, true);

        assertThat(decide(node, run, true)).isInstanceOf(Told.Done.class);
        assertThat(decide(node, run, false)).isInstanceOf(Told.Refused.class);
        steps.call(run, "a", 1, 2).complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(decide(node, run, true)).isInstanceOf(Told.Done.class);
        assertThat(decide(node, run, false)).isInstanceOf(Told.Refused.class);
    }

    /** Another branch runs on another node meanwhile, so this one only puts it on record. */
    @Test
    void a_decision_about_a_run_that_runs_elsewhere_is_heard_there() {
        var node = scene.node();
        var other = scene.node();
        var fan =
                new Nested.Parallel(
                        List.of(Sketches.step("ask"), Sketches.step("work")), 2, OnError.FAIL);
        var run = node.start(scene.sketches().of(Sketches.around("fan", fan)));
        steps.attempt(run, "fan", 1).await(new Wait.Branches(List.of(), "two steps"));
        steps.attempt(run, "fan.ask", 1).await(SHIP);
        var work = steps.attempt(run, "fan.work", 1);
        Node.until(() -> node.now(run).steps().waiting() == 2);

        other.tell(run, new Decide("fan.ask", verdict(true)));
        assertThat(steps.begun()).isEqualTo(3);
        node.engine.look(run.id(), other.now(run).seq());

        steps.call(run, "fan.ask", 1, 2).complete("1");
        work.complete("2");
        steps.call(run, "fan", 1, 2).complete("3");
        node.await(run, RunState.COMPLETED);
        assertThat(other.engine.load().activeRuns()).isZero();
    }

    @Test
    void a_decision_survives_a_crash_and_is_not_asked_for_again() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var run = asking(node);
        decide(node, run, true);
        steps.call(run, "a", 1, 2);
        node.crash();

        var next = scene.node(id, "it", 10);
        var again = steps.attempt(run, "a", 2);
        assertThat(again.task().current().awaited()).isInstanceOf(Awaited.Approval.class);
        again.complete("1");
        next.await(run, RunState.COMPLETED);
    }

    @Test
    void nobody_decided_in_time() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var soon = scene.clock().now().plus(Duration.ofSeconds(3));
        steps.attempt(run, "a", 1).await(new Wait.Approval(SHIP.request(), soon));
        node.await(run, RunState.WAITING);

        scene.clock().advance(Duration.ofSeconds(3));

        var again = steps.call(run, "a", 1, 2);
        assertThat(again.task().current().awaited())
                .isInstanceOfSatisfying(
                        Awaited.Approval.class, it -> assertThat(it.verdict()).isNull());
        again.complete("1");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_signal_is_taken_whether_it_comes_before_or_after_the_wait() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var first = steps.attempt(run, "a", 1);
        node.tell(run, new Send(new Signal("paid", "1")));
        first.await(new Wait.Signal("paid", null));
        var early = steps.call(run, "a", 1, 2);
        assertThat(early.task().current().awaited()).isEqualTo(new Awaited.Signal("paid", "1"));
        early.complete("1");

        steps.attempt(run, "b", 1).await(new Wait.Signal("paid", null));
        assertThat(node.await(run, RunState.WAITING).reason()).isEqualTo(Reason.SIGNAL);
        node.tell(run, new Send(new Signal("other", "0")));
        scene.settle(node);
        assertThat(node.now(run).state()).isEqualTo(RunState.WAITING);
        node.tell(run, new Send(new Signal("paid", "2")));
        var late = steps.call(run, "b", 1, 2);

        assertThat(late.task().current().awaited()).isEqualTo(new Awaited.Signal("paid", "2"));
        late.complete("1");
        assertThat(node.await(run, RunState.COMPLETED).signals())
                .containsExactly(new Signal("other", "0"));
    }

    private Run asking(Node node) {
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).await(SHIP);
        node.await(run, RunState.WAITING);
        Node.until(() -> !node.isHere(run));
        return run;
    }

    private Told decide(Node node, Run run, boolean approved) {
        return node.tell(run, new Decide("a", verdict(approved)));
    }

    private Verdict verdict(boolean approved) {
        return new Verdict(approved, null, "go", "anna", scene.clock().now());
    }
}
