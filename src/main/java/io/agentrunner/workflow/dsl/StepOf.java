package io.agentrunner.workflow.dsl;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of the workflow that is being built, and what others take of it: its result.
 *
 * @param <T> the type of its result
 */
public sealed class StepOf<T extends @Nullable Object> implements Value<T>
        permits ApprovalOf, FanOf, SignalOf {

    private final Builder<?> owner;
    private final String name;
    private final @Nullable Type type;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private @Nullable StepOf<?> around;

    StepOf(Builder<?> owner, String name, String kind, @Nullable Type type) {
        this.owner = owner;
        this.name = name;
        this.type = type;
        put("type", kind);
    }

    /** Its name in this workflow. */
    public String name() {
        return name;
    }

    /** For people. */
    public StepOf<T> describedAs(String description) {
        return put("description", description);
    }

    /** How long one attempt may take; 5 minutes where nothing is said. */
    public StepOf<T> timeout(Duration limit) {
        return put("timeout", limit);
    }

    /** How long all attempts may take together, with the waits between them. */
    public StepOf<T> totalTimeout(Duration limit) {
        return put("totalTimeout", limit);
    }

    /** Whether and when an attempt that failed is made again; not at all where nothing is said. */
    public StepOf<T> retry(Retry retry) {
        return put("retry", retry.fields());
    }

    /** With how many attempts that ended with their node it fails; 3 where nothing is said. */
    public StepOf<T> maxCrashes(int most) {
        return put("maxCrashes", most);
    }

    @Override
    public String expression() {
        return around == null ? "steps." + name : around.expression() + "." + name;
    }

    @Override
    public @Nullable Type type() {
        return type;
    }

    @Override
    public Builder<?> owner() {
        return owner;
    }

    final StepOf<T> put(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    final Map<String, Object> fields() {
        return fields;
    }

    final void putInside(StepOf<?> step) {
        if (around != null) {
            owner.mistake(
                    name,
                    "is inside `%s` and `%s`; a step stands in one place"
                            .formatted(around.name, step.name()));
        }
        around = step;
    }

    final boolean isInside() {
        return around != null;
    }
}
