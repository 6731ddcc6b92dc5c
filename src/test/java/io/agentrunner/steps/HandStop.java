package io.agentrunner.steps;

import io.agentrunner.engine.StopSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stop signal that is given by hand. */
final class HandStop implements StopSignal {

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile boolean given;

    void give() {
        given = true;
        actions.forEach(Runnable::run);
    }

    @Override
    public boolean isGiven() {
        return given;
    }

    @Override
    public void whenGiven(Runnable action) {
        actions.add(action);
        if (given) {
            action.run();
        }
    }
}
