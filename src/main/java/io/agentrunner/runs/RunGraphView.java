package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.agentrunner.catalog.GraphView;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunGraph;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Graph;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The graph of a workflow with what a run made of it, as clients see it. */
public record RunGraphView(List<Node> nodes, List<Edge> edges) {

    public RunGraphView {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A place, and where the run stands there.
     *
     * @param state of a step's latest iteration; null for an end that was not reached
     * @param iterations how often the step was begun or passed over
     * @param items how many steps are in each state, for a step for each of a list of items
     */
    public record Node(
            String id,
            String kind,
            @Nullable String name,
            @Nullable String type,
            @Nullable String workflow,
            @Nullable String state,
            @Nullable String reason,
            int iterations,
            Map<StepState, Integer> items,
            List<Node> inside) {

        static Node of(RunGraph.Node node) {
            var step = node.place().step();
            return new Node(
                    node.place().id(),
                    "step",
                    step.name(),
                    step.type(),
                    GraphView.starts(step),
                    node.state().name(),
                    reason(node.latest()),
                    node.iterations(),
                    node.items(),
                    node.inside().stream().map(Node::of).toList());
        }

        static Node end(String id, String kind, boolean reached, RunState how) {
            var state = reached ? how.name() : null;
            return new Node(id, kind, null, null, null, state, null, 0, Map.of(), List.of());
        }

        private static @Nullable String reason(@Nullable StepRun step) {
            return step == null ? null : StepView.name(step.reason());
        }
    }

    /**
     * A way.
     *
     * @param taken how often the run went it
     * @param fate {@code taken}, {@code untaken}, or {@code open} while nothing is decided
     */
    public record Edge(@JsonUnwrapped GraphView.Edge way, int taken, String fate) {

        static Edge of(RunGraph.Edge edge) {
            return new Edge(
                    GraphView.Edge.of(edge.way()),
                    edge.taken(),
                    edge.fate().name().toLowerCase(Locale.ROOT));
        }
    }

    static RunGraphView of(Run run, Workflow workflow) {
        var graph = RunGraph.of(run, workflow);
        var nodes = new ArrayList<>(graph.nodes().stream().map(Node::of).toList());
        boolean completed = run.state() == RunState.COMPLETED;
        nodes.add(Node.end(Graph.END, "end", completed, run.state()));
        var fails = graph.edges().stream().filter(it -> it.way().to().equals(Graph.FAIL)).toList();
        if (!fails.isEmpty()) {
            boolean failed = fails.stream().anyMatch(it -> it.taken() > 0);
            nodes.add(Node.end(Graph.FAIL, "fail", failed, RunState.FAILED));
        }
        return new RunGraphView(nodes, graph.edges().stream().map(Edge::of).toList());
    }
}
