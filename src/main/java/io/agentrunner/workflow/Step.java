package io.agentrunner.workflow;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step of a timeline: what kind of work it is and how long, how often and how stubbornly it is
 * tried.
 *
 * @param type the kind of step, by which its executor is found: {@code set}, {@code shell}, …
 * @param settings the fields of its kind as a JSON object, templates unevaluated
 * @param timeout how long one attempt may take
 * @param totalTimeout how long all attempts together may take, backoff included
 * @param maxCrashes with how many attempts lost to a dying node the step fails
 * @param nested the steps inside it, for a kind that has them
 */
public record Step(
        String name,
        String type,
        @Nullable String description,
        String settings,
        Duration timeout,
        @Nullable Duration totalTimeout,
        RetryPolicy retry,
        int maxCrashes,
        @Nullable Nested nested) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
    public static final int DEFAULT_MAX_CRASHES = 3;

    /** A step with none inside it. */
    public Step(
            String name,
            String type,
            @Nullable String description,
            String settings,
            Duration timeout,
            @Nullable Duration totalTimeout,
            RetryPolicy retry,
            int maxCrashes) {
        this(name, type, description, settings, timeout, totalTimeout, retry, maxCrashes, null);
    }

    /** It, and the steps inside it. */
    Stream<Step> withInside() {
        var inside =
                switch (nested) {
                    case Nested.Parallel(var steps, _, _) -> steps.stream();
                    case Nested.ForEach(var each, _, _) -> Stream.of(each);
                    case null -> Stream.<Step>of();
                };
        return Stream.concat(Stream.of(this), inside.flatMap(Step::withInside));
    }
}
