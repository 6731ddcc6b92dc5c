package io.agentrunner.run;

/**
 * Where a run stands. QUEUED, then RUNNING and WAITING in turn, then one end that never changes.
 */
public enum RunState {
    QUEUED,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    CANCELED;

    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
