package io.agentrunner.workflow.dsl;

import java.io.Serializable;

/** A component of a record, by reference to its accessor: {@code Order::lines}. */
@FunctionalInterface
public interface Accessor<I, T> extends Serializable {

    T of(I whole);
}
