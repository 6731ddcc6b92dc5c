package io.agentrunner.run;

/** Why a run or step waits, or ended without success. Closed: clients know every one of them. */
public enum Reason {
    SLEEP,
    APPROVAL,
    SIGNAL,
    RETRY,
    CHILD,
    WORKER,
    PAUSED,
    RETRIES_EXHAUSTED,
    START_AT,
    CAPACITY,
    STEP_FAILED,
    RUN_TIMEOUT,
    STEP_TIMEOUT,
    ATTEMPT_TIMEOUT,
    APPROVAL_TIMEOUT,
    REJECTED,
    CANCEL_REQUESTED,
    PARENT_CANCELED,
    START_FAILED,
    CRASH_RECOVERY,
    LOOP_LIMIT,
    EVENT_LIMIT,
    PAYLOAD_LIMIT,
    NO_MATCH,
    FLOW_FAIL;

    /** Something outside that an attempt under way can wait for: it goes on as the same attempt. */
    public boolean isForAttempts() {
        return isForWaiting() && this != RETRY && this != RETRIES_EXHAUSTED;
    }

    /** A reason to wait; every other one is a reason to end. */
    public boolean isForWaiting() {
        return switch (this) {
            case SLEEP, APPROVAL, SIGNAL, RETRY, CHILD -> true;
            case WORKER, PAUSED, RETRIES_EXHAUSTED, START_AT, CAPACITY -> true;
            case STEP_FAILED, RUN_TIMEOUT, STEP_TIMEOUT, ATTEMPT_TIMEOUT -> false;
            case APPROVAL_TIMEOUT, REJECTED, CANCEL_REQUESTED, PARENT_CANCELED -> false;
            case START_FAILED, CRASH_RECOVERY, LOOP_LIMIT, EVENT_LIMIT -> false;
            case PAYLOAD_LIMIT, NO_MATCH, FLOW_FAIL -> false;
        };
    }
}
