package io.agentrunner.dashboard;

import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps of a run inside each other, those to come among them. */
final class StepTree {

    private final Map<String, List<StepRun>> begun = new HashMap<>();
    private final List<Place> roots;
    private final boolean over;

    /**
     * A step at its place.
     *
     * @param name the last part of its address
     * @param depth how many steps are around it
     * @param iterations those that were begun
     * @param inside the steps inside its latest iteration, in their own order
     */
    record Place(
            String path,
            String name,
            int depth,
            Step definition,
            List<StepRun> iterations,
            List<Place> inside,
            boolean over) {

        @Nullable StepRun latest() {
            return iterations.isEmpty() ? null : iterations.getLast();
        }

        /** In an ended run what was not begun never will be. */
        StepState state() {
            var latest = latest();
            return latest != null ? latest.state() : over ? StepState.SKIPPED : StepState.PENDING;
        }

        boolean isFan() {
            return definition.nested() != null;
        }

        private Stream<Place> all() {
            return Stream.concat(Stream.of(this), inside.stream().flatMap(Place::all));
        }
    }

    StepTree(Run run, Workflow workflow) {
        over = run.state().isTerminal();
        for (var step : run.steps()) {
            begun.computeIfAbsent(step.key().path(), _ -> new ArrayList<>()).add(step);
        }
        roots =
                workflow.timeline().stream()
                        .map(step -> place(step, step.name(), step.name(), 0))
                        .toList();
    }

    List<Place> roots() {
        return roots;
    }

    Optional<Place> find(String path) {
        return roots.stream().flatMap(Place::all).filter(it -> it.path().equals(path)).findFirst();
    }

    private Place place(Step step, String path, String name, int depth) {
        var iterations = begun.getOrDefault(path, List.of());
        var inside =
                iterations.isEmpty() ? List.<Place>of() : inside(step, path, iterations, depth);
        return new Place(path, name, depth, step, iterations, inside, over);
    }

    private List<Place> inside(Step step, String path, List<StepRun> iterations, int depth) {
        return switch (step.nested()) {
            case Nested.Parallel(var steps, _, _) ->
                    steps.stream()
                            .map(
                                    it ->
                                            branch(
                                                    it,
                                                    StepPath.named(path, it.name()),
                                                    it.name(),
                                                    depth))
                            .toList();
            case Nested.ForEach(var each, _, _) ->
                    IntStream.range(0, items(iterations.getLast()))
                            .mapToObj(
                                    i -> branch(each, StepPath.item(path, i), "[" + i + "]", depth))
                            .toList();
            case null -> List.of();
        };
    }

    private Place branch(Step step, String path, String name, int depth) {
        return place(step, path, name, depth + 1);
    }

    private static int items(StepRun fan) {
        return fan.awaited() instanceof Branches branches ? branches.items().size() : 0;
    }
}
