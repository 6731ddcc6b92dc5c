package io.agentrunner.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What fails because the database is away is said once when it goes and once when it is back, not
 * by everyone who misses it.
 */
final class Outage {

    private final World.Time time;
    private final AtomicReference<@Nullable Long> since = new AtomicReference<>();

    Outage(World.Time time) {
        this.time = time;
    }

    /** Something that needs nothing but the database did not work. */
    void failed(String what, Throwable failure) {
        if (since.compareAndSet(null, time.nanos())) {
            Log.databaseIsAway(what, failure);
        } else {
            Log.stillAway(what, failure);
        }
    }

    /** Something else did not work, maybe for the same reason. */
    void mayHaveFailed(String what, Throwable failure) {
        if (since.get() == null) {
            Log.postponed(what, failure);
        } else {
            Log.stillAway(what, failure);
        }
    }

    /** The database has answered. */
    void isOver() {
        var began = since.getAndSet(null);
        if (began != null) {
            Log.databaseIsBack(Duration.ofNanos(time.nanos() - began));
        }
    }
}
