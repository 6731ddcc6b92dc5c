package io.agentrunner.run;

/** Where one iteration of a step, or one attempt of it, stands. Goes one way only. */
public enum StepState {
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    CANCELED,
    SKIPPED;

    public boolean isTerminal() {
        return this != PENDING && !isActive();
    }

    public boolean isActive() {
        return this == RUNNING || this == WAITING;
    }
}
