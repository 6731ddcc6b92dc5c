package io.agentrunner.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a step.
 *
 * @param number 1, 2, 3, … over the whole iteration
 * @param state RUNNING, WAITING, COMPLETED, FAILED or CANCELED
 * @param runningSince its start, or the end of its last wait: what its timeout counts from
 * @param code hash of the program's code that it executes; null where the step is none of it
 */
public record Attempt(
        int number,
        StepState state,
        @Nullable Failure failure,
        Instant startedAt,
        Instant runningSince,
        @Nullable Instant endedAt,
        String node,
        @Nullable String code) {

    static Attempt started(int number, String node, @Nullable String code, Instant at) {
        return new Attempt(number, StepState.RUNNING, null, at, at, null, node, code);
    }

    Attempt waiting() {
        return new Attempt(
                number, StepState.WAITING, null, startedAt, runningSince, null, node, code);
    }

    Attempt resumed(Instant at) {
        return new Attempt(number, StepState.RUNNING, null, startedAt, at, null, node, code);
    }

    Attempt ended(StepState how, @Nullable Failure why, Instant at) {
        return new Attempt(number, how, why, startedAt, runningSince, at, node, code);
    }

    /** Whether it went down with its node. */
    public boolean isLost() {
        return failure != null && failure.code().equals(Failure.NODE_LOST);
    }

    /** Whether it failed by itself: what a retry policy counts. */
    public boolean failedByItself() {
        return state == StepState.FAILED
                && failure != null
                && !isLost()
                && !failure.code().equals(Failure.NODE_STOPPED);
    }

    Attempt lost(Instant at) {
        var why = Failure.of(Failure.NODE_LOST, "node " + node + " ended while the attempt ran");
        return new Attempt(number, StepState.FAILED, why, startedAt, runningSince, at, node, code);
    }
}
