package io.agentrunner.workflow.dsl;

import java.io.Serializable;

/**
 * A predicate on the outcome of a step. It is asked while the run is decided on: it must be quick,
 * and answer from the outcome alone.
 *
 * <p>A result that is null is none: nothing is asked, and the rule does not apply.
 *
 * @param <V> the step's result, or {@link Failed} where it failed
 */
@FunctionalInterface
public interface Guard<V> extends Serializable {

    boolean applies(V outcome);
}
