package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets starts in while few enough of them wait to become durable. Who comes beyond that is sent
 * away at once and told when to come again: neither memory nor waiting times grow with the load,
 * and what was let in goes on at full speed.
 */
public final class Doorkeeper {

    /** Of the bodies of those inside. */
    private static final long MOST_BYTES = 64 << 20;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final int most;
    private final LongSupplier nanos;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder left = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private long measuredAt;
    private long leftThen;
    private double perSecond;

    /** What was measured in a longer time says nothing of this moment. */
    private static final double LONG_AGO_SECONDS = 3;

    /**
     * A doorkeeper.
     *
     * @param most how many starts may be inside
     * @param nanos a clock that never goes back
     */
    public Doorkeeper(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
        this.measuredAt = nanos.getAsLong();
    }

    boolean hasRoom() {
        return inside.get() < most && bytes.get() < MOST_BYTES;
    }

    /** Counts a start as inside until that has come to its end. */
    <T> CompletionStage<T> in(int size, CompletionStage<T> start) {
        inside.incrementAndGet();
        bytes.addAndGet(size);
        return start.whenComplete(
                (_, _) -> {
                    inside.decrementAndGet();
                    bytes.addAndGet(-size);
                    left.increment();
                });
    }

    /** What to answer to one who is sent away. */
    Problem refusal() {
        refused.increment();
        return new Problem(
                        ProblemType.TOO_MANY,
                        "%d starts wait for the database already. Try again after the time in Retry-After."
                                .formatted(inside.get()))
                .with("limit", most)
                .retryAfter(untilRoom());
    }

    public int most() {
        return most;
    }

    /** Starts that wait to become durable. */
    public int inside() {
        return inside.get();
    }

    /** Starts and batches that were sent away. */
    public long refused() {
        return refused.sum();
    }

    /** As long as those inside take at the pace of the last second or so. */
    private synchronized Duration untilRoom() {
        long now = nanos.getAsLong();
        double seconds = (now - measuredAt) / 1e9;
        if (seconds >= 1) {
            long gone = left.sum();
            perSecond = seconds < LONG_AGO_SECONDS ? (gone - leftThen) / seconds : most;
            leftThen = gone;
            measuredAt = now;
        }
        var wait = Duration.ofMillis((long) (1000 * inside.get() / Math.max(perSecond, 1)));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
