package io.agentrunner.catalog;

import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Graph;
import io.agentrunner.workflow.Graph.Kind;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A workflow's graph, as clients see it.
 *
 * @param nodes the steps in the order of the timeline, then {@code $end}, and {@code $fail} where a
 *     rule leads there
 */
public record GraphView(List<Node> nodes, List<Edge> edges) {

    public GraphView {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A place.
     *
     * @param kind {@code step}, {@code end} or {@code fail}
     * @param workflow the workflow of the run that it starts, for a step of the type {@code run}
     */
    public record Node(
            String id,
            String kind,
            @Nullable String name,
            @Nullable String type,
            @Nullable String description,
            @Nullable String workflow,
            List<Node> inside) {

        static Node of(Graph.Node node) {
            var step = node.step();
            return new Node(
                    node.id(),
                    "step",
                    step.name(),
                    step.type(),
                    step.description(),
                    starts(step),
                    node.inside().stream().map(Node::of).toList());
        }

        static Node end(String id, String kind) {
            return new Node(id, kind, null, null, null, null, List.of());
        }
    }

    /**
     * A way.
     *
     * @param kind {@code next}, {@code back}, {@code skip} or {@code fail}
     * @param turn {@code branch} or {@code diverge} where a rule leads that way
     * @param rule its number among those of the step, from 1
     * @param label where it applies, in short
     * @param max how often it may apply in one run
     */
    public record Edge(
            String from,
            String to,
            String kind,
            @Nullable String turn,
            @Nullable Integer rule,
            @Nullable String label,
            @Nullable Integer max) {

        public static Edge of(Graph.Edge edge) {
            var rule = edge.rule();
            return rule == null
                    ? new Edge(edge.from(), edge.to(), word(edge.kind()), null, null, null, null)
                    : new Edge(
                            edge.from(),
                            edge.to(),
                            word(edge.kind()),
                            word(rule.turn()),
                            rule.number(),
                            rule.label(),
                            rule.max());
        }
    }

    static GraphView of(Workflow workflow) {
        var graph = Graph.of(workflow);
        var edges = graph.edges().stream().map(Edge::of).toList();
        return new GraphView(nodes(graph), edges);
    }

    /** All its places, the ends among them. */
    public static List<Node> nodes(Graph graph) {
        var steps = graph.nodes().stream().map(Node::of);
        var ends =
                graph.edges().stream().map(Graph.Edge::kind).anyMatch(Kind.FAIL::equals)
                        ? List.of(Node.end(Graph.END, "end"), Node.end(Graph.FAIL, "fail"))
                        : List.of(Node.end(Graph.END, "end"));
        return Stream.concat(steps, ends.stream()).toList();
    }

    /**
     * The workflow whose runs a step starts; null for other steps, and where a template says it.
     */
    public static @Nullable String starts(Step step) {
        return step.type().equals("run")
                ? Json.parse(step.settings()).path("workflow").asText(null)
                : null;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String word(Turn turn) {
        return turn.name().toLowerCase(Locale.ROOT);
    }
}
