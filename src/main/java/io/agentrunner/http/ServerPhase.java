package io.agentrunner.http;

import java.util.ArrayList;
import java.util.List;

/** Where this server stands between its start and its end. Goes one way only. */
public final class ServerPhase {

    /** In this order. */
    public enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    private final List<Runnable> whenDraining = new ArrayList<>();
    private volatile Phase phase = Phase.STARTING;

    public Phase current() {
        return phase;
    }

    /** Everything that was interrupted goes on; requests are welcome. */
    public synchronized void serve() {
        if (phase == Phase.STARTING) {
            phase = Phase.SERVING;
        }
    }

    /** The server is about to end: no new work. Calls whoever asked for it, once. */
    public void drain() {
        for (var action : beginDraining()) {
            action.run();
        }
    }

    /** Runs {@code action} when the server begins to end, at once if it did. */
    public void whenDraining(Runnable action) {
        if (!waits(action)) {
            action.run();
        }
    }

    private synchronized boolean waits(Runnable action) {
        return phase != Phase.DRAINING && whenDraining.add(action);
    }

    private synchronized List<Runnable> beginDraining() {
        phase = Phase.DRAINING;
        var actions = List.copyOf(whenDraining);
        whenDraining.clear();
        return actions;
    }
}
