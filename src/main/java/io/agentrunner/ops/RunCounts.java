package io.agentrunner.ops;

import io.agentrunner.journal.RunList;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How many runs there are, as the database says at most a few seconds ago. */
final class RunCounts {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RunList list;
    private long askedAt = System.nanoTime() - FRESH.toNanos();
    private Counts latest = Counts.NONE;

    RunCounts(RunList list) {
        this.list = list;
    }

    private record Counts(Map<RunState, Long> states, Map<Reason, Long> waiting) {
        static final Counts NONE = new Counts(Map.of(), Map.of());
    }

    /** Not a number while the database does not answer. */
    double of(RunState state) {
        @Nullable Long count = latest().states().get(state);
        return count == null ? Double.NaN : count;
    }

    /** Not a number while the database does not answer. */
    double ofWaiting(Reason reason) {
        var counts = latest();
        return counts.states().isEmpty() ? Double.NaN : counts.waiting().getOrDefault(reason, 0L);
    }

    /** All states are asked for one after the other, and the first of them waits for all. */
    private synchronized Counts latest() {
        long now = System.nanoTime();
        if (now - askedAt >= FRESH.toNanos() && !Context.isOnEventLoopThread()) {
            latest = ask();
            askedAt = System.nanoTime();
        }
        return latest;
    }

    private Counts ask() {
        try {
            return list.counts()
                    .thenCombine(list.waiting(), Counts::new)
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Counts.NONE;
        } catch (ExecutionException | TimeoutException away) {
            return Counts.NONE;
        }
    }
}
