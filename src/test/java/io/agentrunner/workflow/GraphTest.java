package io.agentrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Graph.Edge;
import io.agentrunner.workflow.Graph.Kind;
import io.agentrunner.workflow.Graph.Rule;
import io.agentrunner.workflow.Nested.ForEach;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Nested.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GraphTest {

    @Test
    void without_rules_each_step_leads_to_the_next_and_the_last_to_the_end() {
        var graph = graph(Flow.STRAIGHT, step("a", null), step("b", null));

        assertThat(graph.edges())
                .containsExactly(
                        new Edge("a", "b", Kind.NEXT, null),
                        new Edge("b", Graph.END, Kind.NEXT, null));
    }

    @Test
    void rules_on_a_result_replace_the_plain_way_and_rules_on_a_failure_come_besides() {
        var small = new Clause(new Condition.When(" result < 100 "), new Action.SkipTo("c"), null);
        var on = new Clause(new Condition.Otherwise(), new Action.Continue(), null);
        var late =
                new Clause(
                        new Condition.Match("{\"error\":{\"code\":\"TIMEOUT\"}}", "n < 3"),
                        new Action.BackTo("a"),
                        2);
        var bad = new Clause(new Condition.Otherwise(), new Action.Fail("no"), null);
        var flow = new Flow(Map.of("b", List.of(late, bad)), Map.of("a", List.of(small, on)));
        var graph = graph(flow, step("a", null), step("b", null), step("c", null));

        assertThat(graph.edges())
                .containsExactly(
                        new Edge(
                                "a",
                                "c",
                                Kind.SKIP,
                                new Rule(Turn.BRANCH, 1, "result < 100", null)),
                        new Edge("a", "b", Kind.NEXT, new Rule(Turn.BRANCH, 2, "otherwise", null)),
                        new Edge("b", "c", Kind.NEXT, null),
                        new Edge(
                                "b",
                                "a",
                                Kind.BACK,
                                new Rule(Turn.DIVERGE, 1, "error.code: TIMEOUT and n < 3", 2)),
                        new Edge(
                                "b",
                                Graph.FAIL,
                                Kind.FAIL,
                                new Rule(Turn.DIVERGE, 2, "otherwise", null)),
                        new Edge("c", Graph.END, Kind.NEXT, null));
    }

    @Test
    void steps_inside_others_have_their_addresses() {
        var each = step("f", new ForEach(step("f", null), 3, OnError.FAIL));
        var fan = step("p", new Parallel(List.of(step("x", null), each), 3, OnError.FAIL));

        assertThat(graph(Flow.STRAIGHT, fan).nodes().getFirst().inside())
                .extracting(Graph.Node::id)
                .containsExactly("p.x", "p.f");
        assertThat(graph(Flow.STRAIGHT, fan).nodes().getFirst().inside().getLast().inside())
                .extracting(Graph.Node::id)
                .containsExactly("p.f[]");
    }

    private static Graph graph(Flow flow, Step... steps) {
        return Graph.of(
                new Workflow(
                        "w",
                        "v",
                        null,
                        null,
                        null,
                        null,
                        List.of(steps),
                        flow,
                        Recovery.RESUME,
                        null,
                        null,
                        "{}"));
    }

    private static Step step(String name, @Nullable Nested nested) {
        return new Step(
                name, "set", null, "{}", Duration.ofMinutes(5), null, RetryPolicy.NONE, 3, nested);
    }
}
