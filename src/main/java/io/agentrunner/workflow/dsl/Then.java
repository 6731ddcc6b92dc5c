package io.agentrunner.workflow.dsl;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule does where it applies. See {@link Dsl}. */
public final class Then {

    private final Object action;
    private final @Nullable StepOf<?> target;
    private final @Nullable Integer max;

    private Then(Object action, @Nullable StepOf<?> target, @Nullable Integer max) {
        this.action = action;
        this.target = target;
        this.max = max;
    }

    static Then proceed() {
        return new Then("continue", null, null);
    }

    static Then jump(String direction, StepOf<?> target) {
        return new Then(Map.of(direction, target.name()), target, null);
    }

    static Then fail(String message) {
        return new Then(Map.of("fail", message), null, null);
    }

    /** How often the rule may apply in one run; after that it no longer does. */
    public Then max(int times) {
        return new Then(action, target, times);
    }

    Object action() {
        return action;
    }

    @Nullable StepOf<?> target() {
        return target;
    }

    @Nullable Integer max() {
        return max;
    }
}
