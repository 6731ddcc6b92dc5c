package io.agentrunner.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds of each figure, after warming up
 * @param round how long each takes
 * @param warmUp how long the first thing measured in a process runs before
 * @param factor by which large numbers are taken smaller: 1 for a true measurement
 * @param inFlight how many runs at a time, in the order in which that is measured
 */
record Scale(int rounds, Duration round, Duration warmUp, double factor, List<Integer> inFlight) {

    static final Scale FULL =
            new Scale(5, Duration.ofSeconds(4), Duration.ofSeconds(15), 1, List.of(64, 256, 16, 1));

    /** Shows that everything works, and nothing else. */
    static final Scale SMOKE =
            new Scale(1, Duration.ofMillis(200), Duration.ofMillis(200), 0.002, List.of(16, 1));

    Scale of(int otherRounds, Duration otherRound) {
        return new Scale(otherRounds, otherRound, warmUp, factor, inFlight);
    }

    /** That many, or what is left of them at this scale. */
    int of(int number) {
        return Math.max(1, (int) (number * factor));
    }

    /** For what runs in a process that is warm. */
    Duration shortWarmUp() {
        return warmUp.dividedBy(5);
    }

    boolean isSmoke() {
        return factor < 1;
    }
}
