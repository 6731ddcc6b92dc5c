package io.agentrunner.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What the engine needs of the world and what a simulation puts in its place.
 *
 * @param mailboxes runs what is short, one thing of a run at a time
 * @param blocking runs what may take its time, each on a thread of its own
 */
public record World(Time time, Executor mailboxes, Executor blocking, RandomGenerator random) {

    /** A clock with timers. */
    public interface Time {

        /** The time of day, in microseconds: what a database column can hold. */
        Instant now();

        /** Monotonic nanoseconds, for lapses; stands still for nothing but the machine. */
        long nanos();

        /** Runs {@code action} after at least {@code delay}. */
        Timer after(Duration delay, Runnable action);
    }

    /** Something that will happen, unless it is called off. */
    public interface Timer {
        void cancel();
    }
}
