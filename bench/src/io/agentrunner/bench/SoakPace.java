package io.agentrunner.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins things at a steady pace, whether or not those before have ended; how long each takes
 * counts from the moment at which it was due, so that nothing is hidden by a late start.
 *
 * @param most that may be under way at a time; what is due beyond that begins late
 */
record SoakPace(double perSecond, int most, Supplier<? extends CompletionStage<?>> one) {

    private static final int PATIENCE_SECONDS = 60;

    /**
     * What came of it.
     *
     * @param perSecond how many ended
     * @param p50 milliseconds
     * @param max milliseconds
     */
    record Result(double perSecond, double p50, double p99, double p999, double max) {}

    Result run(Duration length) throws Exception {
        int all = Math.max(1, (int) (perSecond * length.toNanos() / 1e9));
        var nanos = new long[all];
        var done = new AtomicInteger();
        var failed = new AtomicReference<Throwable>();
        var slots = new Semaphore(most);
        long begun = System.nanoTime();
        for (int i = 0; i < all; i++) {
            long due = begun + (long) (i / perSecond * 1e9);
            await(due);
            take(slots, 1);
            check(failed.get());
            one.get()
                    .whenComplete(
                            (_, failure) -> {
                                if (failure != null) {
                                    failed.set(failure);
                                }
                                nanos[done.getAndIncrement()] = System.nanoTime() - due;
                                slots.release();
                            });
        }
        take(slots, most);
        check(failed.get());
        double seconds = (System.nanoTime() - begun) / 1e9;
        Arrays.sort(nanos);
        return new Result(
                all / seconds, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999), at(nanos, 1));
    }

    private static void take(Semaphore slots, int number) throws InterruptedException {
        if (!slots.tryAcquire(number, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("what was begun does not end");
        }
    }

    private static void check(@Nullable Throwable failure) {
        if (failure != null) {
            throw new IllegalStateException("one of them failed", failure);
        }
    }

    /** Some are begun together: nobody sleeps for less than that exactly. */
    private static void await(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        if (left > 500_000) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }
}
