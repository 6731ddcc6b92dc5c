package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.catalog.Published;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of the runs that share a key only so many are under way; the others wait in order, queued. */
class ConcurrencyTest {

    private static final String BY_CUSTOMER = "\"${inputs.customer}\"";

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void what_exceeds_the_limit_waits_in_order() {
        var node = scene.node();
        var workflow = scene.sketches().limited(2, null, "a");
        var runs = Stream.generate(() -> later(node, workflow)).limit(5).toList();
        node.tick();
        steps.attempt(runs.get(0), "a", 1);
        steps.attempt(runs.get(1), "a", 1);
        node.tick();
        assertThat(states(node, runs.subList(2, 5))).containsOnly(RunState.QUEUED);

        steps.attempt(runs.get(1), "a", 1).complete("1");

        steps.attempt(runs.get(2), "a", 1);
        scene.settle(node);
        assertThat(states(node, runs.subList(3, 5))).containsOnly(RunState.QUEUED);
    }

    @Test
    void each_key_has_a_limit_of_its_own() {
        var node = scene.node();
        var workflow = scene.sketches().limited(1, BY_CUSTOMER, "a");
        var first = start(node, workflow, "ann");
        scene.clock().advance(Duration.ofMillis(1));
        var second = start(node, workflow, "ann");
        var other = start(node, workflow, "bob");
        node.tick();

        steps.attempt(first, "a", 1);
        steps.attempt(other, "a", 1);
        assertThat(node.now(second).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void two_nodes_don_t_exceed_it_together() {
        var node = scene.node();
        var other = scene.node();
        var workflow = scene.sketches().limited(3, null, "a");
        var runs =
                Stream.iterate(0, i -> i + 1)
                        .limit(12)
                        .map(i -> (i % 2 == 0 ? node : other).start(workflow))
                        .toList();

        for (int i = 0; i < 5; i++) {
            node.housekeeping.tick();
            other.housekeeping.tick();
        }
        Node.until(() -> steps.begun() == 3);
        node.tick();
        other.tick();

        assertThat(states(node, runs)).filteredOn(RunState.RUNNING::equals).hasSize(3);
    }

    @Test
    void a_run_that_waits_is_under_way_and_a_paused_one_in_the_queue_is_passed_by() {
        var node = scene.node();
        var workflow = scene.sketches().limited(1, null, "a");
        var first = node.start(workflow);
        node.tick();
        steps.attempt(first, "a", 1).await(new Wait.Signal("go", null));
        node.await(first, RunState.WAITING);
        var second = later(node, workflow);
        var third = later(node, workflow);
        node.tell(second, new Pause(null));
        node.tick();
        assertThat(states(node, List.of(second, third))).containsOnly(RunState.QUEUED);

        node.cancel(first);

        steps.attempt(third, "a", 1);
        assertThat(node.now(second).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void a_start_whose_key_can_not_be_told_is_refused() {
        var node = scene.node();
        var workflow = scene.sketches().limited(1, BY_CUSTOMER, "a");

        assertThatThrownBy(() -> node.start(workflow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("concurrency");
    }

    /** A point of priority is worth a minute of waiting. */
    @Test
    void nobody_is_overtaken_for_ever() {
        var node = scene.node("small", 1);
        var workflow = scene.sketches().of(patient());
        var first = node.start(workflow);
        var old = node.start(workflow);
        scene.clock().advance(Duration.ofMinutes(6));
        var young = node.start(Node.request(workflow, 5, null));
        var urgent = node.start(Node.request(workflow, 10, null));

        for (var next : List.of(first, urgent, old, young)) {
            steps.attempt(next, "a", 1).complete("1");
            node.await(next, RunState.COMPLETED);
        }
    }

    private static Step patient() {
        return Sketches.limited(Sketches.step("a"), Duration.ofDays(9), null);
    }

    private static Run start(Node node, Published workflow, String customer) {
        return node.start(
                new StartRequest(
                        workflow,
                        "{\"customer\": \"%s\"}".formatted(customer),
                        List.of(),
                        "{}",
                        0,
                        null,
                        null,
                        null,
                        null));
    }

    /** Those of one moment would go in any order. */
    private Run later(Node node, Published workflow) {
        scene.clock().advance(Duration.ofMillis(1));
        return node.start(workflow);
    }

    private static List<RunState> states(Node node, List<Run> runs) {
        return runs.stream().map(run -> node.now(run).state()).toList();
    }
}
