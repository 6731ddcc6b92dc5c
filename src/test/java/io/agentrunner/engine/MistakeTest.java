package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mistake in the rules, or a run that vanishes, leaves nobody waiting for ever. */
class MistakeTest {

    private final Scene scene = new Scene(HandClock.atPresent());

    @AfterEach
    void end() {
        scene.close();
    }

    /** The rules don't know what to do about a step that its definition doesn't have. */
    @Test
    void a_mistake_while_a_run_decides_fails_that_run_alone() {
        var node = scene.node();
        var workflow = scene.sketches().of("a");
        var broken = node.start(workflow);
        var attempt = scene.steps.attempt(broken, "a", 1);
        node.crash();
        scene.sketches().redefine(workflow, "b");

        var next = scene.node(node.nodes.self(), "it", 10);
        var failed = next.await(broken, RunState.FAILED);

        assertThat(failed.reason()).isEqualTo(Reason.FLOW_FAIL);
        assertThat(failed.message()).contains("a mistake in the server");
        assertThat(next.engine.load().activeRuns()).isZero();
        scene.settle(next);
        attempt.complete("too late");
    }

    /** Canceled elsewhere and deleted there, just as it is to be canceled here. */
    @Test
    void who_asks_for_something_while_the_run_is_deleted_hears_that_it_is_unknown() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of(Sketches.retried("a")));
        scene.steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);
        scene.settle(node);
        other.cancel(run);
        node.held.holdLoads();

        var canceling = node.engine.tell(run.id(), new Cancel("enough"));
        scene.settle(other);
        node.sql("DELETE FROM journal WHERE run_id = '%s'".formatted(run.id()));
        node.sql("DELETE FROM runs WHERE id = '%s'".formatted(run.id()));
        node.held.releaseLoads();

        assertThat(Scene.get(canceling)).isEmpty();
        assertThat(node.isHere(run)).isFalse();
    }
}
