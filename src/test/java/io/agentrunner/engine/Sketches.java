package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.workflow.Concurrency;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workflows of a test, and how they are written down in one line. */
final class Sketches implements Workflows {

    private final Map<String, Published> byName = new ConcurrentHashMap<>();
    private volatile boolean readable = true;

    /** Whether they can be read at the moment. */
    void readable(boolean yes) {
        readable = yes;
    }

    /** A workflow whose steps are scripted. */
    Published of(String... steps) {
        return of(null, null, Stream.of(steps).map(Sketches::step).toList());
    }

    Published of(Step... steps) {
        return of(null, null, List.of(steps));
    }

    Published of(@Nullable Duration timeout, @Nullable String output, List<Step> steps) {
        var name = "workflow-" + byName.size();
        var workflow = new Workflow(name, "v1", null, null, null, timeout, steps, output, "{}");
        var published = new Published(workflow, "api", null, false);
        byName.put(name, published);
        return published;
    }

    /** From now on that version says something else, which only a mistake can bring about. */
    void redefine(Published published, String... steps) {
        var before = published.workflow();
        var after =
                new Workflow(
                        before.name(),
                        before.version(),
                        null,
                        null,
                        null,
                        null,
                        Stream.of(steps).map(Sketches::step).toList(),
                        null,
                        "{}");
        byName.put(before.name(), new Published(after, "api", null, false));
    }

    /** Of its runs, or of those with the same key, so many may be under way. */
    Published limited(int max, @Nullable String key, String... steps) {
        var plain = of(steps).workflow();
        var workflow =
                new Workflow(
                        plain.name(),
                        plain.version(),
                        null,
                        null,
                        null,
                        null,
                        plain.timeline(),
                        Flow.STRAIGHT,
                        Recovery.RESUME,
                        new Concurrency(max, key),
                        null,
                        "{}");
        var published = new Published(workflow, "api", null, false);
        byName.put(plain.name(), published);
        return published;
    }

    static Step step(String name) {
        return step(name, "scripted");
    }

    static Step step(String name, String type) {
        return new Step(
                name,
                type,
                null,
                "{}",
                Step.DEFAULT_TIMEOUT,
                null,
                RetryPolicy.NONE,
                Step.DEFAULT_MAX_CRASHES);
    }

    /** A step of the first kind around others. */
    static Step around(String name, Nested nested) {
        var step = step(name);
        return new Step(
                step.name(),
                step.type(),
                null,
                step.settings(),
                Duration.ofDays(9),
                null,
                step.retry(),
                step.maxCrashes(),
                nested);
    }

    /** Three attempts, a second apart at first, then two. */
    static Step retried(String name) {
        return retried(step(name), Duration.ofSeconds(1));
    }

    static Step retried(Step step, Duration backoff) {
        var policy = new RetryPolicy(3, backoff, 2, Duration.ofDays(9), 0, Set.of(), Set.of());
        return new Step(
                step.name(),
                step.type(),
                null,
                step.settings(),
                step.timeout(),
                step.totalTimeout(),
                policy,
                step.maxCrashes());
    }

    /** After its attempt a person has to grant another. */
    static Step asking(String name) {
        var step = step(name);
        var once = RetryPolicy.NONE;
        var policy =
                new RetryPolicy(
                        1,
                        once.backoff(),
                        once.factor(),
                        once.maxBackoff(),
                        once.jitter(),
                        Set.of(),
                        Set.of(),
                        true);
        return new Step(
                step.name(),
                step.type(),
                null,
                step.settings(),
                step.timeout(),
                null,
                policy,
                step.maxCrashes());
    }

    static Step limited(Step step, Duration timeout, @Nullable Duration totalTimeout) {
        return new Step(
                step.name(),
                step.type(),
                null,
                step.settings(),
                timeout,
                totalTimeout,
                step.retry(),
                step.maxCrashes());
    }

    static Step maxCrashes(Step step, int most) {
        return new Step(
                step.name(),
                step.type(),
                null,
                step.settings(),
                step.timeout(),
                step.totalTimeout(),
                step.retry(),
                most);
    }

    @Override
    public CompletionStage<Optional<Published>> current(String name) {
        return CompletableFuture.completedStage(Optional.ofNullable(byName.get(name)));
    }

    @Override
    public CompletionStage<Optional<Published>> version(String name, String version) {
        return readable
                ? current(name)
                : CompletableFuture.failedStage(new IllegalStateException("not now"));
    }
}
