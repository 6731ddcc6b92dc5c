package io.agentrunner.engine;

/** Tells an attempt to end: its run was canceled, its time is over, or its node shuts down. */
public interface StopSignal {

    boolean isGiven();

    /**
     * Runs {@code action} when the signal is given, at once if it was. It runs on a thread of the
     * caller who gave the signal and must not take long.
     */
    void whenGiven(Runnable action);
}
