package io.agentrunner.ops;

import io.agentrunner.engine.World;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock, timers and threads. */
final class RealWorld implements World.Time {

    /** Whoever is woken early looks at the clock and goes to sleep again. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final ScheduledThreadPoolExecutor timers =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("timers").daemon().factory());

    private RealWorld() {
        timers.setRemoveOnCancelPolicy(true);
    }

    static World open(RunThreads mailboxes) {
        var blocking =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("step-", 0).factory());
        return new World(new RealWorld(), mailboxes, blocking, new SecureRandom());
    }

    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public World.Timer after(Duration delay, Runnable action) {
        var bounded = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
        var timer = timers.schedule(action, bounded.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }
}
