package io.agentrunner.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what happens elsewhere, and gives up when that takes too long. */
final class Patience {

    private static final long LONGEST_MINUTES = 4;
    private static final long PAUSE_MILLIS = 100;

    private Patience() {}

    /**
     * Asks until it is so.
     *
     * @param what is waited for, for whom it didn't happen
     */
    static void until(String what, Callable<Boolean> isSo) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
        while (!isSo.call()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "waited for %s for %d minutes".formatted(what, LONGEST_MINUTES));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
