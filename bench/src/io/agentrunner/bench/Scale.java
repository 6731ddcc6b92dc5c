package io.agentrunner.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds of each figure, after warming up
 * @param round how long each takes
 * @param warmUp how long what is measured runs before
 * @param factor by which large numbers are taken smaller: 1 for a true measurement
 */
record Scale(int rounds, Duration round, Duration warmUp, double factor) {

    static final Scale FULL = new Scale(5, Duration.ofSeconds(4), Duration.ofSeconds(20), 1);

    /** Shows that everything works, and nothing else. */
    static final Scale SMOKE = new Scale(1, Duration.ofMillis(300), Duration.ofMillis(300), 0.001);

    /** That many, or what is left of them at this scale. */
    int of(int number) {
        return Math.max(1, (int) (number * factor));
    }
}
