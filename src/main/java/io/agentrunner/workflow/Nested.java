package io.agentrunner.workflow;

import java.util.List;

/** The steps inside a step. They run at the same time, as many as {@code maxParallel} allows. */
public sealed interface Nested {

    /** How many at a time; {@link Integer#MAX_VALUE} where nothing limits them. */
    int maxParallel();

    OnError onError();

    /** What becomes of the whole when one of them fails for good. */
    enum OnError {
        /** The others are canceled and the step fails. */
        FAIL,
        /** The others go on; each result is a value or an error. */
        COLLECT
    }

    /** Different steps, each with its own name. They begin in the order of their names. */
    record Parallel(List<Step> steps, int maxParallel, OnError onError) implements Nested {
        public Parallel {
            steps = List.copyOf(steps);
        }
    }

    /** The same step for each of a list of items. It is called as the step around it. */
    record ForEach(Step step, int maxParallel, OnError onError) implements Nested {}
}
