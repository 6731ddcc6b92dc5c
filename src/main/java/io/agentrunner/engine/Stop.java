package io.agentrunner.engine;

import io.agentrunner.run.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stop signal of one attempt, with the reason it was given for. The first reason counts. */
final class Stop implements StopSignal {

    /** Why an attempt is told to end. */
    sealed interface Cause {
        record Canceled() implements Cause {}

        record TimedOut(Reason limit, String message) implements Cause {}

        record ShutDown() implements Cause {}

        /** Nobody wants its outcome any more. */
        record Obsolete() implements Cause {}
    }

    private final List<Runnable> actions = new ArrayList<>(2);
    private @Nullable Cause cause;

    void give(Cause why) {
        List<Runnable> due;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = why;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Stop::tell);
    }

    /** Whoever fails at it keeps nobody else from being told. */
    private static void tell(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException mistake) {
            Log.failed("telling an attempt to end", mistake);
        }
    }

    synchronized @Nullable Cause cause() {
        return cause;
    }

    @Override
    public boolean isGiven() {
        return cause() != null;
    }

    @Override
    public void whenGiven(Runnable action) {
        synchronized (this) {
            if (cause == null) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
