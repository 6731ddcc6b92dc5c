package io.agentrunner.workflow.dsl;

import java.lang.reflect.Type;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A step that waits for a signal.
 *
 * @param <T> the signal's data
 */
public final class SignalOf<T extends @Nullable Object> extends StepOf<T> {

    SignalOf(Builder<?> owner, String name, String signal, Type type) {
        super(owner, name, "signal", type);
        put("name", signal);
    }

    /** How long it waits, then it fails; for ever where nothing is said. */
    @Override
    public SignalOf<T> timeout(Duration limit) {
        super.timeout(limit);
        return this;
    }
}
