package io.agentrunner.steps;

import io.agentrunner.engine.StopSignal;
import org.jspecify.annotations.Nullable;

/** Interrupts the current thread when a stop is given, until closed and never after. */
final class Interruption implements AutoCloseable {

    private @Nullable Thread thread = Thread.currentThread();
    private boolean given;

    private Interruption() {}

    static Interruption on(StopSignal stop) {
        var interruption = new Interruption();
        stop.whenGiven(interruption::interrupt);
        return interruption;
    }

    private synchronized void interrupt() {
        if (thread != null) {
            given = true;
            thread.interrupt();
        }
    }

    /** Takes back an interrupt that came too late to be noticed. */
    @Override
    public synchronized void close() {
        thread = null;
        if (given) {
            Thread.interrupted();
        }
    }
}
