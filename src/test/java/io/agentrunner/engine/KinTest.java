package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Published;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.Wait;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A parent hears of its child's end, and a child ends with its parent, whatever crashes. */
class KinTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void the_end_of_a_child_is_the_parents_to_go_on_with() {
        var node = scene.node();
        var parent = node.start(scene.sketches().of("a"));
        var child = childOf(parent, node);

        steps.attempt(child, "b", 1).complete("42");

        var again = steps.call(parent, "a", 1, 2);
        assertThat(again.task().current().awaited())
                .isEqualTo(
                        new Awaited.Child(
                                child.id(),
                                child.workflow(),
                                new ChildEnd(RunState.COMPLETED, "42", null)));
        again.complete("1");
        node.await(parent, RunState.COMPLETED);
    }

    @Test
    void a_canceled_parent_takes_its_child_along() {
        var node = scene.node();
        var parent = node.start(scene.sketches().of("a"));
        var child = childOf(parent, node);
        var attempt = steps.attempt(child, "b", 1);

        node.cancel(parent);
        attempt.awaitSignal().stop();

        assertThat(node.await(parent, RunState.CANCELED).reason())
                .isEqualTo(Reason.CANCEL_REQUESTED);
        assertThat(node.await(child, RunState.CANCELED).reason()).isEqualTo(Reason.PARENT_CANCELED);
    }

    @Test
    void the_end_of_a_child_that_nobody_came_to_say_is_said_by_the_next_self() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var parent = node.start(scene.sketches().of("a"));
        var child = childOf(parent, node);
        endUnheard(child, node);

        var next = scene.node(id, "it", 10);

        steps.call(parent, "a", 1, 2).complete("1");
        next.await(parent, RunState.COMPLETED);
    }

    @Test
    void what_a_start_could_not_find_out_to_say_is_said_as_soon_as_it_can() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var parent = node.start(scene.sketches().of("a"));
        var child = childOf(parent, node);
        endUnheard(child, node);
        var next = scene.joined(id, "it", 10);
        next.queue.loseAnswers(true);
        next.recovered();
        next.queue.loseAnswers(false);

        next.tick();

        steps.call(parent, "a", 1, 2).complete("1");
        next.await(parent, RunState.COMPLETED);
    }

    /** The one that had started it went down with its node; the next has found the same child. */
    @Test
    void the_end_of_a_child_is_heard_by_whichever_attempt_waits_for_it() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var parent = node.start(scene.sketches().of("a"));
        steps.attempt(parent, "a", 1);
        var child = node.start(request(scene.sketches().of("b"), parent));
        node.crash();
        var next = scene.node(id, "it", 10);
        steps.attempt(parent, "a", 2).await(new Wait.Child(child.id(), child.workflow()));
        next.await(parent, RunState.WAITING);

        steps.attempt(child, "b", 2).complete("42");

        steps.call(parent, "a", 2, 2).complete("1");
        next.await(parent, RunState.COMPLETED);
    }

    @Test
    void a_child_that_ended_before_it_is_waited_for_is_not_waited_for_in_vain() {
        var node = scene.node();
        var parent = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(parent, "a", 1);
        var child = node.start(request(scene.sketches().of("b"), parent));
        steps.attempt(child, "b", 1).complete("42");
        node.await(child, RunState.COMPLETED);
        scene.settle(node);

        attempt.await(new Wait.Child(child.id(), child.workflow()));

        steps.call(parent, "a", 1, 2).complete("1");
        node.await(parent, RunState.COMPLETED);
    }

    @Test
    void a_child_that_nobody_came_to_cancel_is_canceled_by_the_next_self() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var parent = node.start(scene.sketches().of("a"));
        var child = childOf(parent, node);
        steps.attempt(child, "b", 1);
        node.held.hold();
        var _ = node.engine.tell(parent.id(), new Cancel(null));
        Node.until(() -> node.row(parent).getString("state").equals("CANCELED"));
        node.crash();

        var next = scene.node(id, "it", 10);
        steps.attempt(child, "b", 2).awaitSignal().stop();

        assertThat(next.await(child, RunState.CANCELED).reason()).isEqualTo(Reason.PARENT_CANCELED);
    }

    /** A parent of ten thousand does not make a start slow. */
    @Test
    void a_child_that_nobody_waits_for_is_not_even_looked_at() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var parent = node.start(scene.sketches().of("a"));
        steps.attempt(parent, "a", 1);
        var child = node.start(request(scene.sketches().of("b"), parent));
        steps.attempt(child, "b", 1).complete("42");
        node.await(child, RunState.COMPLETED);
        node.crash();

        var next = scene.node(id, "it", 10);

        steps.attempt(parent, "a", 2).complete("1");
        next.await(parent, RunState.COMPLETED);
        assertThat(next.held.hasLoaded(child)).isFalse();
    }

    /** The child's end is durable, and its node gone before it could say so. */
    private void endUnheard(Run child, Node node) {
        node.held.hold();
        steps.attempt(child, "b", 1).complete("42");
        Node.until(() -> node.row(child).getString("state").equals("COMPLETED"));
        node.crash();
    }

    private Run childOf(Run parent, Node node) {
        var attempt = steps.attempt(parent, "a", 1);
        var child = node.start(request(scene.sketches().of("b"), parent));
        attempt.await(new Wait.Child(child.id(), child.workflow()));
        node.await(parent, RunState.WAITING);
        Node.until(() -> !node.isHere(parent));
        return child;
    }

    private static StartRequest request(Published workflow, Run parent) {
        return new StartRequest(
                workflow,
                "{}",
                List.of(),
                "{}",
                0,
                null,
                new Parent(parent.id(), StepKey.first("a"), 1),
                null,
                null,
                null,
                null);
    }
}
