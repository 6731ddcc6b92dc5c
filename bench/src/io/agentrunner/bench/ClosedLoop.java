package io.agentrunner.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Keeps a number of things in flight for a while: the next begins when one has ended.
 *
 * @param one begins one thing; its stage completes when that has ended
 */
record ClosedLoop(int inFlight, Supplier<CompletionStage<?>> one) {

    /** No more are measured one by one; what comes after is counted. */
    private static final int MOST = 4_000_000;

    /**
     * What came of it.
     *
     * @param perSecond how many ended
     * @param p50 milliseconds
     * @param p99 milliseconds
     * @param p999 milliseconds
     */
    record Result(double perSecond, double p50, double p99, double p999) {}

    Result run(Duration length) throws Exception {
        var loop = new Loop(length.toNanos());
        for (int i = 0; i < inFlight; i++) {
            loop.begin();
        }
        loop.ended.get();
        return loop.result();
    }

    private final class Loop {
        private final long began = System.nanoTime();
        private final long[] nanos = new long[MOST];
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger(inFlight);
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final long until;
        private volatile long last = began;

        Loop(long length) {
            this.until = began + length;
        }

        /** What ends at once must not make the stack deeper each time. */
        void begin() {
            long since = System.nanoTime();
            one.get().whenCompleteAsync((_, failure) -> ended(since, failure), HERE);
        }

        private void ended(long since, Throwable failure) {
            long now = System.nanoTime();
            if (failure != null) {
                ended.completeExceptionally(failure);
                return;
            }
            int index = done.getAndIncrement();
            if (index < MOST) {
                nanos[index] = now - since;
            }
            if (now < until) {
                begin();
            } else if (running.decrementAndGet() == 0) {
                last = now;
                ended.complete(null);
            }
        }

        Result result() {
            int count = Math.min(done.get(), MOST);
            var sorted = Arrays.copyOf(nanos, count);
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

    private static final Executor HERE = Runnable::run;
}
