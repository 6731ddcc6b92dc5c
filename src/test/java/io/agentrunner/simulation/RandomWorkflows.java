package io.agentrunner.simulation;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.workflow.Concurrency;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Workflows of all kinds of steps, as chance has it. */
class RandomWorkflows implements Workflows {

    private static final int DEEPEST = 2;
    private static final int MOST_GENERATIONS = 3;

    private static final Duration NEVER = Duration.ofDays(1);

    private final RandomGenerator random;
    private final Map<String, Published> byName = new HashMap<>();

    RandomWorkflows(RandomGenerator random) {
        this.random = random;
    }

    /** One that nobody has seen before. */
    Published another() {
        return another(1);
    }

    /** Any that runs were started of before, or may have been. */
    Published one() {
        return chance(0.7) || byName.isEmpty()
                ? another()
                : find("w" + random.nextInt(byName.size()));
    }

    /** What {@link #another} has made before. */
    Published find(String name) {
        return Objects.requireNonNull(byName.get(name));
    }

    private Published another(int generation) {
        var steps = steps(1 + random.nextInt(4), new Place(generation, 0));
        var name = "w" + byName.size();
        var published = new Published(workflow(name, steps), "api", null, false);
        byName.put(name, published);
        return published;
    }

    /** A workflow of those steps, or of others. */
    Workflow workflow(String name, List<Step> steps) {
        return workflow(name, steps, RandomFlows.of(steps));
    }

    final Workflow workflow(String name, List<Step> steps, Flow flow) {
        return new Workflow(
                name,
                "v1",
                null,
                null,
                null,
                maybe(0.15, 2_000, 40_000),
                steps,
                flow,
                chance(0.1) ? Recovery.FAIL : Recovery.RESUME,
                chance(0.2) ? new Concurrency(1 + random.nextInt(2), null) : null,
                null,
                "{}");
    }

    @Override
    public CompletionStage<Optional<Published>> current(String name) {
        return CompletableFuture.completedStage(Optional.ofNullable(byName.get(name)));
    }

    @Override
    public CompletionStage<Optional<Published>> version(String name, String version) {
        return current(name);
    }

    /**
     * Where a step is.
     *
     * @param generation 1 for one of a run that nobody started but a client
     * @param depth how many steps are around it
     */
    private record Place(int generation, int depth) {
        Place inside() {
            return new Place(generation, depth + 1);
        }
    }

    private List<Step> steps(int count, Place place) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < count; i++) {
            steps.add(step(String.valueOf((char) ('a' + i)), place));
        }
        return steps;
    }

    private Step step(String name, Place place) {
        int luck = random.nextInt(100);
        if (luck < 45) {
            return plain(name, "work", "{}", retry());
        } else if (luck < 53) {
            return plain(name, "quick", "{}", retry());
        } else if (luck < 65) {
            return plain(name, "sleep", millis(12_000), RetryPolicy.NONE);
        } else if (luck < 75) {
            return plain(name, "approval", patience(), retry());
        } else if (luck < 83) {
            return plain(name, "signal", patience(), retry());
        } else if (luck < 88 && place.generation() < MOST_GENERATIONS) {
            var child = another(place.generation() + 1).workflow().name();
            return plain(name, "run", child, retry());
        } else if (place.depth() == DEEPEST) {
            return plain(name, "work", "{}", RetryPolicy.NONE);
        } else if (luck < 94) {
            var inside = steps(1 + random.nextInt(3), place.inside());
            return around(name, "parallel", new Nested.Parallel(inside, most(), onError()));
        } else {
            return around(
                    name,
                    "forEach",
                    new Nested.ForEach(step("each", place.inside()), most(), onError()));
        }
    }

    final Step plain(String name, String type, String settings, RetryPolicy retry) {
        return new Step(
                name,
                type,
                null,
                settings,
                chance(0.3) ? Duration.ofMillis(between(100, 8_000)) : NEVER,
                maybe(0.15, 500, 20_000),
                retry,
                chance(0.2) ? 1 : Step.DEFAULT_MAX_CRASHES);
    }

    /** What is inside has its own policies. */
    final Step around(String name, String type, Nested nested) {
        return new Step(
                name,
                type,
                null,
                String.valueOf(random.nextInt(4)),
                chance(0.2) ? Duration.ofMillis(between(500, 15_000)) : NEVER,
                maybe(0.1, 500, 15_000),
                RetryPolicy.NONE,
                Step.DEFAULT_MAX_CRASHES,
                nested);
    }

    private RetryPolicy retry() {
        return chance(0.5)
                ? RetryPolicy.NONE
                : new RetryPolicy(
                        1 + random.nextInt(4),
                        Duration.ofMillis(between(0, 3_000)),
                        2,
                        Duration.ofSeconds(8),
                        0.2,
                        Set.of(),
                        chance(0.2) ? Set.of("FATAL") : Set.of(),
                        chance(0.2));
    }

    private int most() {
        return chance(0.5) ? Integer.MAX_VALUE : 1 + random.nextInt(2);
    }

    private OnError onError() {
        return chance(0.5) ? OnError.FAIL : OnError.COLLECT;
    }

    /** For how long a step waits for somebody, 0 for ever. */
    final String patience() {
        return chance(0.5) ? "0" : String.valueOf(between(3_000, 10_000));
    }

    final String millis(long most) {
        return String.valueOf(between(0, most));
    }

    private @Nullable Duration maybe(double probability, long least, long most) {
        return chance(probability) ? Duration.ofMillis(between(least, most)) : null;
    }

    private long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
