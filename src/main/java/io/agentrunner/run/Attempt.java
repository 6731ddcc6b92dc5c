package io.agentrunner.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a step.
 *
 * @param number 1, 2, 3, … over the whole iteration
 * @param state RUNNING, WAITING, COMPLETED, FAILED or CANCELED
 * @param runningSince its start, or the end of its last wait: what its timeout counts from
 * @param lost it ended because its node did; such attempts don't count as retries
 */
public record Attempt(
        int number,
        StepState state,
        @Nullable Failure failure,
        Instant startedAt,
        Instant runningSince,
        @Nullable Instant endedAt,
        String node,
        boolean lost) {

    static Attempt started(int number, String node, Instant at) {
        return new Attempt(number, StepState.RUNNING, null, at, at, null, node, false);
    }

    Attempt waiting() {
        return new Attempt(
                number, StepState.WAITING, null, startedAt, runningSince, null, node, false);
    }

    Attempt resumed(Instant at) {
        return new Attempt(number, StepState.RUNNING, null, startedAt, at, null, node, false);
    }

    Attempt ended(StepState how, @Nullable Failure why, Instant at) {
        return new Attempt(number, how, why, startedAt, runningSince, at, node, false);
    }

    /** An attempt that went down with its node. */
    Attempt lost(Instant at) {
        var why = Failure.of("NODE_LOST", "node " + node + " ended while the attempt ran");
        return new Attempt(number, StepState.FAILED, why, startedAt, runningSince, at, node, true);
    }
}
