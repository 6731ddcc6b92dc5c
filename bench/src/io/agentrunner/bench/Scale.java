package io.agentrunner.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds of each figure, after warming up
 * @param round how long each takes
 * @param warmUp how long the first thing measured in a process runs before
 * @param factor by which large numbers are taken smaller: 1 for a true measurement
 */
record Scale(int rounds, Duration round, Duration warmUp, double factor) {

    static final Scale FULL = new Scale(5, Duration.ofSeconds(4), Duration.ofSeconds(15), 1);

    /** Shows that everything works, and nothing else. */
    static final Scale SMOKE = new Scale(1, Duration.ofMillis(200), Duration.ofMillis(200), 0.002);

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
