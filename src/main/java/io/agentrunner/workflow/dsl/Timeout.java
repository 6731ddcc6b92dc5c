package io.agentrunner.workflow.dsl;

/** Stands for an attempt that took too long, in a rule: {@code on(Timeout.class, …)}. */
@ErrorCode("TIMEOUT")
public final class Timeout extends Exception {

    private static final long serialVersionUID = 1;

    private Timeout() {}
}
