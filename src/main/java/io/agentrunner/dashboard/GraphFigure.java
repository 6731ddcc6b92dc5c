package io.agentrunner.dashboard;

import io.agentrunner.catalog.GraphView;
import io.agentrunner.dashboard.Drawing.Told;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunGraph;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Graph;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be drawn of a graph, before anything has its place.
 *
 * @param steps of the timeline, in order
 */
record GraphFigure(String title, List<Step> steps, List<Way> ways) {

    /** As many steps inside one are drawn. */
    static final int MOST_INSIDE = 12;

    private static final int MOST_LABEL = 28;

    /**
     * A step.
     *
     * @param type its kind, and what is peculiar to it
     * @param state names its colour, or is empty where no run is looked at
     */
    record Step(
            String id,
            String name,
            String type,
            String url,
            String state,
            String icon,
            String count,
            boolean selected,
            String words,
            List<Step> inside) {

        boolean isGroup() {
            return !inside.isEmpty();
        }
    }

    /**
     * A way.
     *
     * @param label what has to apply, or empty
     * @param css {@code taken}, {@code dim}, or empty
     */
    record Way(Graph.Edge edge, String label, String css, String words) {

        Graph.Kind kind() {
            return edge.kind();
        }
    }

    /** Of a definition. */
    static GraphFigure of(Workflow workflow, UnaryOperator<String> url) {
        var graph = Graph.of(workflow);
        return new GraphFigure(
                "Graph of " + workflow.name(),
                graph.nodes().stream().map(node -> step(node, url)).toList(),
                graph.edges().stream().map(edge -> way(edge, 0, "")).toList());
    }

    /** Of a run. */
    static GraphFigure of(Run run, Workflow workflow, View view) {
        var graph = RunGraph.of(run, workflow);
        return new GraphFigure(
                "Graph of " + workflow.name() + " with the way of this run",
                graph.nodes().stream().map(node -> step(node, view)).toList(),
                graph.edges().stream().map(GraphFigure::way).toList());
    }

    private static Step step(Graph.Node node, UnaryOperator<String> url) {
        return new Step(
                node.id(),
                name(node),
                type(node),
                node.isForEachItem() ? "" : url.apply(node.id()),
                "",
                "",
                "",
                false,
                type(node),
                few(node.inside().stream().map(it -> step(it, url)).toList()));
    }

    private static Step step(RunGraph.Node node, View view) {
        var place = node.place();
        var latest = node.latest();
        boolean begun = node.state() != StepState.PENDING;
        var mark = latest == null ? Mark.of(node.state(), null) : StepRow.mark(latest);
        var count =
                node.items().isEmpty()
                        ? node.iterations() > 1 ? "×" + node.iterations() : ""
                        : items(node.items());
        var words = mark.word() + (mark.why().isEmpty() ? "" : ": " + mark.why());
        return new Step(
                place.id(),
                name(place),
                type(place),
                place.id().contains("[]") || !isReachable(place, begun) ? "" : view.url(place.id()),
                mark.css(),
                begun ? mark.icon() : "",
                count,
                view.selects(place.id()),
                type(place) + ", " + words + (count.isEmpty() ? "" : ", " + count),
                few(node.inside().stream().map(it -> step(it, view)).toList()));
    }

    /** A step inside another that has not begun is not on the page of the run. */
    private static boolean isReachable(Graph.Node place, boolean begun) {
        return begun || place.id().indexOf('.') < 0;
    }

    private static String items(Map<StepState, Integer> items) {
        int all = items.values().stream().mapToInt(Integer::intValue).sum();
        int done = items.getOrDefault(StepState.COMPLETED, 0);
        return done == all ? "×" + Words.count(all) : Words.count(done) + "/" + Words.count(all);
    }

    private static List<Step> few(List<Step> inside) {
        if (inside.size() <= MOST_INSIDE) {
            return inside;
        }
        var few = new ArrayList<>(inside.subList(0, MOST_INSIDE - 1));
        var rest = Words.count(inside.size() - few.size()) + " more";
        few.add(new Step("", rest, "", "", "", "", "", false, rest, List.of()));
        return few;
    }

    private static String name(Graph.Node node) {
        return node.isForEachItem() ? "each item" : node.step().name();
    }

    private static String type(Graph.Node node) {
        var step = node.step();
        return switch (step.nested()) {
            case Nested.Parallel(var inside, int most, _) ->
                    "%s, %s%s"
                            .formatted(
                                    step.type(), Words.count(inside.size(), "step"), atATime(most));
            case Nested.ForEach(_, int most, _) -> step.type() + atATime(most);
            case null -> {
                var child = GraphView.starts(step);
                yield child == null ? step.type() : step.type() + " " + child;
            }
        };
    }

    private static String atATime(int most) {
        return most == Integer.MAX_VALUE ? "" : ", " + most + " at a time";
    }

    private static Way way(RunGraph.Edge edge) {
        var css =
                switch (edge.fate()) {
                    case TAKEN -> "taken";
                    case UNTAKEN -> "dim";
                    case OPEN -> "";
                };
        return way(edge.way(), edge.taken(), css);
    }

    private static Way way(Graph.Edge edge, int taken, String css) {
        var rule = edge.rule();
        var often = taken > 1 ? "×" + Words.count(taken) : "";
        if (rule == null) {
            return new Way(edge, often, css, "then " + target(edge) + fate(css, taken));
        }
        var most = rule.max() == null ? "" : "max " + rule.max();
        var label =
                Stream.of(Words.clip(rule.label(), MOST_LABEL), most, often)
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining(" · "));
        var words =
                "%s rule %d, %s%s: %s%s"
                        .formatted(
                                rule.turn().name().toLowerCase(Locale.ROOT),
                                rule.number(),
                                rule.label(),
                                most.isEmpty() ? "" : ", at most " + rule.max() + " times",
                                target(edge),
                                fate(css, taken));
        return new Way(edge, label, css, words);
    }

    private static String fate(String css, int taken) {
        return css.equals("taken")
                ? taken == 1 ? " (taken)" : " (taken " + Words.count(taken) + " times)"
                : css.equals("dim") ? " (not taken)" : "";
    }

    private static String target(Graph.Edge edge) {
        return switch (edge.kind()) {
            case NEXT -> edge.to().equals(Graph.END) ? "the end" : edge.to();
            case BACK -> "back to " + edge.to();
            case SKIP -> "skips to " + edge.to();
            case FAIL -> "fails the run";
        };
    }

    /** The ways by the step they lead from. */
    Map<String, List<Way>> byStep() {
        return ways.stream().collect(Collectors.groupingBy(way -> way.edge().from()));
    }

    /** The same in words. */
    List<Told> told() {
        var byStep = byStep();
        return steps.stream()
                .map(
                        step ->
                                new Told(
                                        step.name(),
                                        step.url(),
                                        step.words(),
                                        byStep.getOrDefault(step.id(), List.of()).stream()
                                                .map(Way::words)
                                                .toList()))
                .toList();
    }
}
