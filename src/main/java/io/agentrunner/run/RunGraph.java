package io.agentrunner.run;

import io.agentrunner.workflow.Graph;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The graph of a workflow with what a run has made of it so far. */
public record RunGraph(List<Node> nodes, List<Edge> edges) {

    public RunGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * A step, as its latest iteration stands.
     *
     * @param latest null while it has not begun, and for a step for each of many items
     * @param iterations how often it was begun or passed over
     * @param items how many of the items are in each state, for a step for each of them
     */
    public record Node(
            Graph.Node place,
            StepState state,
            @Nullable StepRun latest,
            int iterations,
            Map<StepState, Integer> items,
            List<Node> inside) {
        public Node {
            items = Map.copyOf(items);
            inside = List.copyOf(inside);
        }
    }

    /** Whether a way was taken. */
    public enum Fate {
        /** Nothing is decided yet. */
        OPEN,
        TAKEN,
        /** Another was, or the run has ended. */
        UNTAKEN
    }

    /**
     * A way.
     *
     * @param taken how often
     */
    public record Edge(Graph.Edge way, int taken, Fate fate) {}

    public static RunGraph of(Run run, Workflow workflow) {
        var graph = Graph.of(workflow);
        var steps = new ByPlace(run.steps());
        var went = new Went(run, graph);
        return new RunGraph(
                graph.nodes().stream().map(node -> node(node, steps)).toList(),
                graph.edges().stream().map(edge -> edge(edge, run, went)).toList());
    }

    private static Node node(Graph.Node place, ByPlace steps) {
        var inside = place.inside().stream().map(it -> node(it, steps)).toList();
        var found = steps.at(place.id());
        if (place.id().contains("[]")) {
            return new Node(place, together(found), null, 0, tally(found), inside);
        }
        var latest = found.isEmpty() ? null : found.getLast();
        var state = latest == null ? StepState.PENDING : latest.state();
        int iterations = latest == null ? 0 : latest.key().iteration();
        return new Node(place, state, latest, iterations, Map.of(), inside);
    }

    private static Map<StepState, Integer> tally(List<StepRun> items) {
        var tally = new EnumMap<StepState, Integer>(StepState.class);
        items.forEach(item -> tally.merge(item.state(), 1, Integer::sum));
        return tally;
    }

    /** What still goes on counts most, then what went wrong. */
    private static StepState together(List<StepRun> items) {
        var tally = tally(items);
        return List.of(
                        StepState.RUNNING,
                        StepState.WAITING,
                        StepState.FAILED,
                        StepState.CANCELED,
                        StepState.COMPLETED)
                .stream()
                .filter(tally::containsKey)
                .findFirst()
                .orElse(StepState.PENDING);
    }

    private static Edge edge(Graph.Edge way, Run run, Went went) {
        int taken = went.times(way);
        return new Edge(
                way,
                taken,
                taken > 0 ? Fate.TAKEN : isDecided(way, run) ? Fate.UNTAKEN : Fate.OPEN);
    }

    private static boolean isDecided(Graph.Edge way, Run run) {
        return run.state().isTerminal()
                || run.steps()
                        .latest(way.from())
                        .filter(step -> step.state().isTerminal() && !step.dropped())
                        .isPresent();
    }

    /** The latest of each step, by its place in the graph. */
    private static final class ByPlace {
        private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

        private final Map<String, Map<String, StepRun>> steps = new HashMap<>();

        ByPlace(Steps all) {
            for (var step : all) {
                var path = step.key().path();
                if (StepPath.isTopLevel(path) && step.key().iteration() > 1) {
                    forgetInside(path);
                }
                steps.computeIfAbsent(place(path), _ -> new LinkedHashMap<>()).put(path, step);
            }
        }

        /** What was inside the iteration before is no part of this one. */
        private void forgetInside(String path) {
            steps.keySet().removeIf(place -> StepPath.isInside(place, path));
        }

        /** Whatever its items: {@code fetch[3].page} is at {@code fetch[].page}. */
        private static String place(String path) {
            return path.indexOf('[') < 0 ? path : INDEX.matcher(path).replaceAll("[]");
        }

        List<StepRun> at(String place) {
            return List.copyOf(steps.getOrDefault(place, Map.of()).values());
        }
    }

    /** From which step of the timeline to which the run went, and how often. */
    private static final class Went {
        private final Run run;
        private final Map<List<String>, Integer> times = new HashMap<>();

        Went(Run run, Graph graph) {
            this.run = run;
            var before = "";
            for (var step : run.steps()) {
                var path = step.key().path();
                if (StepPath.isTopLevel(path) && step.state() != StepState.SKIPPED) {
                    add(before, path, 1);
                    before = path;
                }
            }
            if (run.state() == RunState.COMPLETED) {
                add(before, Graph.END, 1);
            }
            // What a rule decided is counted with the rule; the rest went on without one.
            for (var way : graph.edges()) {
                if (way.rule() != null) {
                    add(way.from(), way.to(), -times(way));
                }
            }
        }

        private void add(String from, String to, int more) {
            times.merge(List.of(from, to), more, Integer::sum);
        }

        int times(Graph.Edge way) {
            var rule = way.rule();
            return rule != null
                    ? run.turns(rule.turn(), way.from(), rule.number())
                    : Math.max(0, times.getOrDefault(List.of(way.from(), way.to()), 0));
        }
    }
}
