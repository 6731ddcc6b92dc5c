package io.agentrunner.workflow;

import org.jspecify.annotations.Nullable;

/**
 * One rule of what follows a step: where it applies, that happens.
 *
 * @param max how often it may apply in one run; null for any number
 */
public record Clause(Condition condition, Action then, @Nullable Integer max) {

    /** What a clause looks at. */
    public sealed interface Condition {

        /** An expression that is true. */
        record When(String expression) implements Condition {}

        /**
         * A shape that the outcome has.
         *
         * @param pattern JSON text; a field that it has must match, a text {@code $name} matches
         *     anything and binds it
         * @param guard an expression that must be true as well, and may name what is bound
         */
        record Match(String pattern, @Nullable String guard) implements Condition {}

        /** A predicate of a workflow that is written in Java, by its name. */
        record Java(String predicate) implements Condition {}

        /** Anything. */
        record Otherwise() implements Condition {}
    }

    /** What a clause does. */
    public sealed interface Action {

        /** The next step of the timeline comes, or the run completes after the last. */
        record Continue() implements Action {}

        /** That earlier step, or the same, comes once more, and all after it. */
        record BackTo(String step) implements Action {}

        /** That later step comes next; those between are skipped. */
        record SkipTo(String step) implements Action {}

        /**
         * The run fails.
         *
         * @param message a text that may have templates
         */
        record Fail(String message) implements Action {}
    }

    /** Whether it applies to whatever there is, as often as one likes. */
    public boolean isCatchAll() {
        return condition instanceof Condition.Otherwise && max == null;
    }
}
