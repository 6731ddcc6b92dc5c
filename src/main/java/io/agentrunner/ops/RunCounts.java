package io.agentrunner.ops;

import io.agentrunner.journal.RunList;
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
    private Map<RunState, Long> latest = Map.of();

    RunCounts(RunList list) {
        this.list = list;
    }

    /** Not a number while the database does not answer. */
    double of(RunState state) {
        @Nullable Long count = latest().get(state);
        return count == null ? Double.NaN : count;
    }

    /** All states are asked for one after the other, and the first of them waits for all. */
    private synchronized Map<RunState, Long> latest() {
        long now = System.nanoTime();
        if (now - askedAt >= FRESH.toNanos() && !Context.isOnEventLoopThread()) {
            latest = ask();
            askedAt = System.nanoTime();
        }
        return latest;
    }

    private Map<RunState, Long> ask() {
        try {
            return list.counts()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } catch (ExecutionException | TimeoutException away) {
            return Map.of();
        }
    }
}
