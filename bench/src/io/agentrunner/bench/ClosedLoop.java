package io.agentrunner.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of things in flight for a while: the next begins when one has ended.
 *
 * @param one begins one thing; its stage completes when that has ended, never at once
 */
record ClosedLoop(int inFlight, Supplier<? extends CompletionStage<?>> one) {

    /** No more are measured one by one; what comes after is counted. */
    private static final int MOST = 4_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /**
     * What came of it.
     *
     * @param perSecond how many ended
     * @param p50 milliseconds
     * @param p99 milliseconds
     * @param p999 milliseconds
     */
    record Result(double perSecond, double p50, double p99, double p999) {}

    /** For so long, and until the last one has ended. */
    Result run(Duration length) throws ExecutionException, InterruptedException {
        return run(length, Integer.MAX_VALUE);
    }

    /** So many, however long that takes. */
    Result runAll(int count) throws ExecutionException, InterruptedException {
        return run(Duration.ofMinutes(10), count);
    }

    private Result run(Duration length, int count) throws ExecutionException, InterruptedException {
        var loop = new Loop(length, count);
        for (int i = 0; i < loop.first(); i++) {
            loop.begin();
        }
        try {
            loop.ended.get(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stuck) {
            throw new IllegalStateException(
                    "%d of %d do not end".formatted(loop.running.get(), inFlight), stuck);
        }
        return loop.result();
    }

    private final class Loop {
        private final long began = System.nanoTime();
        private final long[] nanos;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final long until;
        private final int count;
        private volatile long last = began;

        Loop(Duration length, int count) {
            this.until = began + length.toNanos();
            this.count = count;
            this.nanos = new long[Math.min(count, MOST)];
            this.running.set(first());
            this.begun.set(first());
        }

        int first() {
            return Math.min(inFlight, count);
        }

        void begin() {
            long since = System.nanoTime();
            try {
                one.get().whenComplete((_, failure) -> ended(since, failure));
            } catch (RuntimeException failed) {
                ended.completeExceptionally(failed);
            }
        }

        private void ended(long since, @Nullable Throwable failure) {
            long now = System.nanoTime();
            if (failure != null) {
                ended.completeExceptionally(failure);
                return;
            }
            int index = done.getAndIncrement();
            if (index < nanos.length) {
                nanos[index] = now - since;
            }
            if (now < until && begun.getAndIncrement() < count) {
                begin();
            } else if (running.decrementAndGet() == 0) {
                last = now;
                ended.complete(null);
            }
        }

        Result result() {
            var sorted = Arrays.copyOf(nanos, Math.min(done.get(), nanos.length));
            Arrays.sort(sorted);
            return new Result(
                    done.get() * 1e9 / (last - began),
                    at(sorted, 0.5),
                    at(sorted, 0.99),
                    at(sorted, 0.999));
        }

        private static double at(long[] sorted, double share) {
            return sorted[(int) (share * (sorted.length - 1))] / 1e6;
        }
    }
}
