package io.agentrunner.workflow;

import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Flow.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as places and the ways between them, in the order of its timeline. A failure that no
 * rule speaks of ends the run and has no way of its own.
 */
public record Graph(List<Node> nodes, List<Edge> edges) {

    /** Where a run that completes ends. No step is called so. */
    public static final String END = "$end";

    /** Where a run that a rule fails ends. */
    public static final String FAIL = "$fail";

    public Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A step.
     *
     * @param id its address; that of a step for each of a list of items ends with {@code []}
     * @param inside the steps inside it
     */
    public record Node(String id, Step step, List<Node> inside) {
        public Node {
            inside = List.copyOf(inside);
        }

        /** Whether it stands for any number of steps, one for each item. */
        public boolean isForEachItem() {
            return id.endsWith("[]");
        }
    }

    /** Which way something goes. */
    public enum Kind {
        NEXT,
        BACK,
        SKIP,
        FAIL
    }

    /** A way from a step of the timeline to another, to {@link #END} or to {@link #FAIL}. */
    public record Edge(String from, String to, Kind kind, @Nullable Rule rule) {}

    /**
     * What has to apply for a way to be taken.
     *
     * @param number among those of its step, from 1
     */
    public record Rule(Turn turn, int number, String label, @Nullable Integer max) {}

    public static Graph of(Workflow workflow) {
        var nodes = workflow.timeline().stream().map(step -> node(step.name(), step)).toList();
        var edges = new ArrayList<Edge>();
        for (int i = 0; i < nodes.size(); i++) {
            var next = i + 1 < nodes.size() ? nodes.get(i + 1).id() : END;
            edges.addAll(from(nodes.get(i).id(), next, workflow.flow()));
        }
        return new Graph(nodes, edges);
    }

    private static List<Edge> from(String step, String next, Flow flow) {
        var edges = new ArrayList<Edge>();
        if (flow.clauses(Turn.BRANCH, step).isEmpty()) {
            edges.add(new Edge(step, next, Kind.NEXT, null));
        }
        for (var turn : List.of(Turn.BRANCH, Turn.DIVERGE)) {
            var clauses = flow.clauses(turn, step);
            for (int i = 0; i < clauses.size(); i++) {
                edges.add(edge(step, next, turn, i + 1, clauses.get(i)));
            }
        }
        return edges;
    }

    private static Edge edge(String from, String next, Turn turn, int number, Clause clause) {
        var rule = new Rule(turn, number, clause.label(), clause.max());
        return switch (clause.then()) {
            case Action.Continue _ -> new Edge(from, next, Kind.NEXT, rule);
            case Action.BackTo(var target) -> new Edge(from, target, Kind.BACK, rule);
            case Action.SkipTo(var target) -> new Edge(from, target, Kind.SKIP, rule);
            case Action.Fail _ -> new Edge(from, FAIL, Kind.FAIL, rule);
        };
    }

    private static Node node(String id, Step step) {
        return new Node(id, step, inside(id, step));
    }

    private static List<Node> inside(String id, Step step) {
        return switch (step.nested()) {
            case Nested.Parallel(var steps, _, _) ->
                    steps.stream().map(it -> node(StepPath.named(id, it.name()), it)).toList();
            case Nested.ForEach(var each, _, _) -> List.of(node(id + "[]", each));
            case null -> List.of();
        };
    }
}
