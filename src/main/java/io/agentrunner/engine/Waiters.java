package io.agentrunner.engine;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those who wait for a run to end. They hold no thread. */
final class Waiters {

    private final Map<RunId, Set<Waiter>> waiting = new ConcurrentHashMap<>();

    /** One of them. */
    static final class Waiter {
        private final CompletableFuture<Run> ended = new CompletableFuture<>();

        /** Completes with the run when it ends; fails when its patience does. */
        CompletableFuture<Run> ended() {
            return ended;
        }
    }

    Waiter register(RunId run) {
        var waiter = new Waiter();
        waiting.compute(
                run,
                (_, others) -> {
                    var all = others == null ? ConcurrentHashMap.<Waiter>newKeySet() : others;
                    all.add(waiter);
                    return all;
                });
        return waiter;
    }

    void giveUp(RunId run, Waiter waiter) {
        waiting.computeIfPresent(
                run,
                (_, others) -> {
                    others.remove(waiter);
                    return others.isEmpty() ? null : others;
                });
    }

    boolean isAwaited(RunId run) {
        return waiting.containsKey(run);
    }

    void ended(Run run) {
        var all = waiting.remove(run.id());
        if (all != null) {
            all.forEach(waiter -> waiter.ended().complete(run));
        }
    }
}
