package io.agentrunner.ops;

import io.agentrunner.journal.RunList;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many runs there are, as the database said a few seconds ago. Being asked makes it ask again.
 */
final class RunCounts {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final RunList list;
    private final AtomicLong askedAt = new AtomicLong(System.nanoTime() - FRESH.toNanos());
    private volatile Map<RunState, Long> latest = Map.of();

    RunCounts(RunList list) {
        this.list = list;
    }

    /** Not a number until the database has answered once. */
    Double of(RunState state) {
        refresh();
        var count = latest.get(state);
        return count == null ? Double.NaN : count.doubleValue();
    }

    private void refresh() {
        long now = System.nanoTime();
        long before = askedAt.get();
        if (now - before >= FRESH.toNanos() && askedAt.compareAndSet(before, now)) {
            var _ = list.counts().thenAccept(found -> latest = found);
        }
    }
}
