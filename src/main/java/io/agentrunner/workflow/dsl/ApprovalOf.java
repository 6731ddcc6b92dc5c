package io.agentrunner.workflow.dsl;

import java.lang.reflect.Type;
import java.time.Duration;

/**
 * A step that waits for somebody's decision.
 *
 * @param <D> what the form asks for
 */
public final class ApprovalOf<D> extends StepOf<ApprovalDecision<D>> {

    ApprovalOf(Builder<?> owner, String name, Type type) {
        super(owner, name, "approval", type);
        put("title", name);
    }

    /** One line that says what is to be decided; it may have templates. */
    public ApprovalOf<D> title(String title) {
        put("title", title);
        return this;
    }

    /** What the one who decides should see. */
    public ApprovalOf<D> data(Value<?> data) {
        owner().check(name(), data);
        put("data", data);
        return this;
    }

    /** How long it waits; a day where nothing is said. Then the step fails. */
    @Override
    public ApprovalOf<D> timeout(Duration limit) {
        super.timeout(limit);
        return this;
    }

    /** No decision in time is a rejection. */
    public ApprovalOf<D> rejectInTime() {
        put("onTimeout", "reject");
        return this;
    }
}
