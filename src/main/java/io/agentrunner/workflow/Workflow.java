package io.agentrunner.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One version of a definition: the steps to take, in order. Immutable; a run is pinned to the
 * version it began with.
 *
 * @param version {@code sha256:} and the hash of {@code definition}
 * @param versionLabel what people call this version
 * @param inputsSchema JSON Schema that a run's inputs must satisfy, as JSON text
 * @param timeout how long a run may take from its start to its end
 * @param flow what follows a step where it is not the next one
 * @param recovery what becomes of a run whose node died
 * @param concurrency how many of its runs may be under way at a time; null for any number
 * @param output template of the run's result as JSON text; without one, the last step's result
 * @param definition the canonical JSON that {@code version} is the hash of
 */
public record Workflow(
        String name,
        String version,
        @Nullable String versionLabel,
        @Nullable String description,
        @Nullable String inputsSchema,
        @Nullable Duration timeout,
        List<Step> timeline,
        Flow flow,
        Recovery recovery,
        @Nullable Concurrency concurrency,
        @Nullable String output,
        String definition) {

    /** A workflow whose runs go straight on, survive their node and don't limit each other. */
    public Workflow(
            String name,
            String version,
            @Nullable String versionLabel,
            @Nullable String description,
            @Nullable String inputsSchema,
            @Nullable Duration timeout,
            List<Step> timeline,
            @Nullable String output,
            String definition) {
        this(
                name,
                version,
                versionLabel,
                description,
                inputsSchema,
                timeout,
                timeline,
                Flow.STRAIGHT,
                Recovery.RESUME,
                null,
                output,
                definition);
    }

    public Workflow {
        timeline = StepSequence.of(timeline);
        if (timeline.isEmpty()) {
            throw new IllegalArgumentException("workflow " + name + " has no steps");
        }
    }

    public Step first() {
        return timeline.getFirst();
    }

    /** The step at that address. */
    public Optional<Step> step(String path) {
        return StepPath.parent(path)
                .map(parent -> step(parent).flatMap(step -> inside(step, path)))
                .orElseGet(() -> inTimeline(path));
    }

    /** Every step, those inside others after them. */
    public Stream<Step> steps() {
        return timeline.stream().flatMap(Step::withInside);
    }

    private Optional<Step> inTimeline(String name) {
        return StepSequence.of(timeline).find(name);
    }

    private static Optional<Step> inside(Step step, String path) {
        return switch (step.nested()) {
            case Nested.Parallel(var steps, _, _) ->
                    steps.stream().filter(it -> it.name().equals(StepPath.name(path))).findFirst();
            case Nested.ForEach(var each, _, _) -> StepPath.index(path).map(_ -> each);
            case null -> Optional.empty();
        };
    }

    /** The step that follows in the timeline, empty after the last. */
    public Optional<Step> after(String name) {
        return StepSequence.of(timeline).after(name);
    }

    /** The names from that step of the timeline on. */
    public List<String> from(String name) {
        var names = timeline.stream().map(Step::name).toList();
        return names.subList(names.indexOf(name), names.size());
    }

    /** The names of the timeline after the one and before the other. */
    public List<String> between(String first, String last) {
        var after = from(first);
        return after.subList(1, after.indexOf(last));
    }

    public boolean endsWith(String name) {
        return timeline.getLast().name().equals(name);
    }
}
