package io.agentrunner.run;

import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.forEach;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static io.agentrunner.run.ThreeSteps.A;
import static io.agentrunner.run.ThreeSteps.atMost;
import static io.agentrunner.run.ThreeSteps.branching;
import static io.agentrunner.run.ThreeSteps.otherwise;
import static io.agentrunner.run.ThreeSteps.started;
import static io.agentrunner.run.ThreeSteps.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunGraph.Edge;
import io.agentrunner.run.RunGraph.Fate;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunGraphTest {

    private final Story begun = given(CREATED, STARTED, started(A));

    @Test
    void nothing_is_decided_at_a_step_that_still_runs() {
        var graph = graph(begun.in(branching("a", when("true", new SkipTo("c")))));

        assertThat(fates(graph)).containsExactly(Fate.OPEN, Fate.OPEN, Fate.OPEN);
        assertThat(graph.nodes())
                .extracting(RunGraph.Node::state)
                .containsExactly(StepState.RUNNING, StepState.PENDING, StepState.PENDING);
    }

    @Test
    void of_the_ways_at_a_step_one_is_taken_and_the_others_are_not() {
        var rules = branching("a", when("false", new Fail("no")), otherwise(new SkipTo("c")));
        var graph = graph(begun.in(rules).when(complete(A, 1, "1")).after());

        assertThat(fates(graph)).containsExactly(Fate.UNTAKEN, Fate.TAKEN, Fate.UNTAKEN, Fate.OPEN);
        assertThat(graph.nodes().get(1).state()).isEqualTo(StepState.SKIPPED);
    }

    @Test
    void a_way_that_a_rule_decided_is_not_also_the_plain_one_to_the_same_step() {
        var rules = ThreeSteps.diverging("a", otherwise(new Continue()));
        var graph = graph(begun.in(rules).when(ThreeSteps.fail(A)).after());

        assertThat(graph.edges()).extracting(Edge::taken).containsExactly(0, 1, 0, 0);
        assertThat(fates(graph)).startsWith(Fate.UNTAKEN, Fate.TAKEN);
    }

    @Test
    void a_loop_counts_its_turns_and_its_iterations() {
        var rules = branching("a", atMost(1, new BackTo("a")), otherwise(new Continue()));
        var graph =
                graph(
                        begun.in(rules)
                                .when(complete(A, 1, "1"))
                                .after()
                                .when(complete(new StepKey("a", 2), 1, "2"))
                                .after());

        assertThat(graph.nodes().getFirst().iterations()).isEqualTo(2);
        assertThat(graph.edges()).extracting(Edge::taken).containsExactly(1, 1, 0, 0);
    }

    @Test
    void what_went_on_without_a_rule_is_counted_to_the_end_of_the_run() {
        var story = begun.in(ThreeSteps.branching("b", otherwise(new Continue())));
        for (var step : List.of("a", "b", "c")) {
            story = story.when(complete(StepKey.first(step), 1, "1")).after();
        }

        assertThat(graph(story).edges()).extracting(Edge::taken).containsExactly(1, 1, 1);
        assertThat(fates(graph(story))).containsOnly(Fate.TAKEN);
    }

    @Test
    void the_items_of_a_step_are_counted_by_their_states_and_none_of_an_iteration_before() {
        var each = forEach("f", 9, OnError.FAIL, step("each"));
        var again = new StepKey("f", 2);
        var inside = begun(each).when(suspend(StepKey.first("f"), branches("1", "2"))).after();
        var half = inside.when(complete(StepKey.first("f[0]"), 1, "1")).after();

        assertThat(items(half)).isEqualTo(Map.of(StepState.COMPLETED, 1, StepState.RUNNING, 1));

        var looped = ThreeSteps.branching("f", otherwise(new BackTo("f"))).flow();
        var story =
                begun(each, looped)
                        .when(suspend(StepKey.first("f"), branches("1", "2")))
                        .after()
                        .when(complete(StepKey.first("f[0]"), 1, "1"))
                        .after()
                        .when(complete(StepKey.first("f[1]"), 1, "1"))
                        .after()
                        .when(complete(StepKey.first("f"), 1, "[1,1]"))
                        .after();
        assertThat(story.run().steps().find(again)).isPresent();
        assertThat(items(story)).isEmpty();
    }

    private static Story begun(Step step, Flow flow) {
        var plain = workflow(step, step("z"));
        return begun(
                new Workflow(
                        plain.name(),
                        plain.version(),
                        null,
                        null,
                        null,
                        null,
                        plain.timeline(),
                        flow,
                        plain.recovery(),
                        null,
                        null,
                        "{}"));
    }

    private static Story begun(Step step) {
        return begun(workflow(step, step("z")));
    }

    private static Story begun(Workflow workflow) {
        var first = StepKey.first("f");
        return given(CREATED, STARTED, new StepStarted(first, "forEach", 1, Samples.NODE, NOON))
                .in(workflow);
    }

    private static Map<StepState, Integer> items(Story story) {
        return graph(story).nodes().getFirst().inside().getFirst().items();
    }

    private static RunGraph graph(Story story) {
        return RunGraph.of(story.run(), story.workflow());
    }

    private static List<Fate> fates(RunGraph graph) {
        return graph.edges().stream().map(Edge::fate).toList();
    }
}
