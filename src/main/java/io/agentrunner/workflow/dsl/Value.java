package io.agentrunner.workflow.dsl;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step can take: the run's inputs, the result of another step, or that result where there is
 * one.
 *
 * @param <T> its type, as the step that takes it sees it
 */
public sealed interface Value<T extends @Nullable Object>
        permits Value.Inputs, Value.Part, Value.IfPresent, Value.Item, StepOf {

    /** The expression that gives it, in the workflow's templates. */
    String expression();

    /** Its type, as far as it is known at run time. */
    @Nullable Type type();

    /** The builder that it belongs to. */
    Builder<?> owner();

    /** What the run was started with. */
    record Inputs<T>(Type type, Builder<?> owner) implements Value<T> {
        @Override
        public String expression() {
            return "inputs";
        }
    }

    /** One component of what the run was started with. */
    record Part<T>(String name, boolean certain, Type type, Builder<?> owner) implements Value<T> {
        @Override
        public String expression() {
            var part = "inputs." + name;
            return certain ? part : "has(%s) ? %s : null".formatted(part, part);
        }
    }

    /** The result of a step that may have been skipped, or may have failed and been passed over. */
    record IfPresent<T>(StepOf<T> step) implements Value<Optional<T>> {
        @Override
        public String expression() {
            var result = step.expression();
            return "has(%s) ? [%s] : []".formatted(result, result);
        }

        @Override
        public @Nullable Type type() {
            return step.type() == null ? null : new Perhaps(step.type());
        }

        @Override
        public Builder<?> owner() {
            return step.owner();
        }
    }

    /** The item that a step inside a {@code forEach} is for. */
    record Item<T>(Value<?> items) implements Value<T> {
        @Override
        public String expression() {
            return "item";
        }

        @Override
        public @Nullable Type type() {
            return items.type() instanceof ParameterizedType list
                    ? list.getActualTypeArguments()[0]
                    : null;
        }

        @Override
        public Builder<?> owner() {
            return items.owner();
        }
    }
}
