package io.agentrunner.workflow.dsl;

import java.lang.reflect.Type;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A step with steps inside it that run at the same time.
 *
 * @param <T> their results together
 */
public final class FanOf<T extends @Nullable Object> extends StepOf<T> {

    private final @Nullable StepOf<?> each;

    FanOf(
            Builder<?> owner,
            String name,
            String kind,
            @Nullable Type type,
            @Nullable StepOf<?> each) {
        super(owner, name, kind, type);
        this.each = each;
    }

    /** How many at a time; all of them where nothing is said. */
    public FanOf<T> maxParallel(int most) {
        put("maxParallel", most);
        return this;
    }

    /** Says how often and how long the step for each item is tried. */
    public FanOf<T> each(Consumer<StepOf<?>> says) {
        if (each == null) {
            owner().mistake(name(), "has steps of its own; say it of each of them");
        } else {
            says.accept(each);
        }
        return this;
    }
}
