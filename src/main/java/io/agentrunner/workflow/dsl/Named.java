package io.agentrunner.workflow.dsl;

/**
 * A predicate with a name. It stands in the workflow by that name, and may serve several rules.
 *
 * @param name what people call it: {@code small order}
 */
public record Named<V>(String name, Guard<V> test) {}
