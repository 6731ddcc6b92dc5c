package io.agentrunner.workflow.dsl;

/** Stands for an approval that was rejected, in a rule: {@code on(Rejected.class, …)}. */
@ErrorCode("REJECTED")
public final class Rejected extends Exception {

    private static final long serialVersionUID = 1;

    private Rejected() {}
}
