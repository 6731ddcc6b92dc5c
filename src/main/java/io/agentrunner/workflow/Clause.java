package io.agentrunner.workflow;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of what follows a step: where it applies, that happens.
 *
 * @param max how often it may apply in one run; null for any number
 * @param name what people call it; null where nobody has given it a name
 */
public record Clause(
        Condition condition, Action then, @Nullable Integer max, @Nullable String name) {

    /** One without a name. */
    public Clause(Condition condition, Action then, @Nullable Integer max) {
        this(condition, then, max, null);
    }

    /** What a clause looks at. */
    public sealed interface Condition {

        /** It in one line, for people. */
        String label();

        /** An expression that is true. */
        record When(String expression) implements Condition {
            @Override
            public String label() {
                return expression.strip();
            }
        }

        /**
         * A shape that the outcome has.
         *
         * @param pattern JSON text; a field that it has must match, a text {@code $name} matches
         *     anything and binds it
         * @param guard an expression that must be true as well, and may name what is bound
         */
        record Match(String pattern, @Nullable String guard) implements Condition {

            private static final Pattern ONLY_FIELD =
                    Pattern.compile("\\{([A-Za-z_]\\w*):(\\{.*}|[^{}\\[\\],$]+)}");
            private static final String CODE = "error.code: ";

            /** An error's code alone, where it asks for nothing else. */
            @Override
            public String label() {
                var shape = shape(pattern.replaceAll("[\"\\s]", ""));
                if (guard != null) {
                    return shape + " and " + guard.strip();
                }
                return shape.startsWith(CODE) ? shape.substring(CODE.length()) : shape;
            }

            /** {@code {error:{code:TIMEOUT}}} in fewer signs: {@code error.code: TIMEOUT}. */
            private static String shape(String pattern) {
                var only = ONLY_FIELD.matcher(pattern);
                if (!only.matches()) {
                    return pattern;
                }
                var value = only.group(2);
                var inner = ONLY_FIELD.matcher(value);
                return only.group(1) + (inner.matches() ? "." + shape(value) : ": " + value);
            }
        }

        /** A predicate of a workflow that is written in Java, by its name. */
        record Java(String predicate) implements Condition {
            @Override
            public String label() {
                return predicate;
            }
        }

        /** Anything. */
        record Otherwise() implements Condition {
            @Override
            public String label() {
                return "otherwise";
            }
        }
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

    /** What it is called in one line: its name, or what it looks at. */
    public String label() {
        return name == null ? condition.label() : name;
    }

    /** Whether it applies to whatever there is, as often as one likes. */
    public boolean isCatchAll() {
        return condition instanceof Condition.Otherwise && max == null;
    }
}
