package io.agentrunner.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Time that moves only when a test says so; what is due by then happens on the test's thread. */
final class HandClock implements World.Time {

    private final Set<Alarm> alarms = new HashSet<>();
    private @Nullable Duration longest;
    private Instant now;
    private long nanos;

    private record Alarm(Instant at, Runnable action, Object identity) {}

    private HandClock(Instant start) {
        this.now = start;
    }

    /** Agrees with the clock of the database for as long as nobody moves it. */
    static HandClock atPresent() {
        return behind(Duration.ZERO);
    }

    /** What is due by this clock was due in the database's time long ago. */
    static HandClock behind(Duration lag) {
        return new HandClock(Instant.now().truncatedTo(ChronoUnit.MICROS).minus(lag));
    }

    /** What is to happen later than that happens early from now on, as it may. */
    synchronized void atMost(Duration delay) {
        longest = delay;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public World.Timer after(Duration delay, Runnable action) {
        var alarm = set(delay, action);
        if (!delay.isPositive()) {
            ring(alarm);
        }
        return () -> remove(alarm);
    }

    /** Lets time pass, stopping at each moment at which something is to happen. */
    void advance(Duration span) {
        var end = now().plus(span);
        for (var next = nextBefore(end); next != null; next = nextBefore(end)) {
            moveTo(next.at());
            ring(next);
        }
        moveTo(end);
    }

    /** How many things are to happen. */
    synchronized int alarms() {
        return alarms.size();
    }

    private synchronized Alarm set(Duration delay, Runnable action) {
        boolean early = longest != null && delay.compareTo(longest) > 0;
        var alarm = new Alarm(now.plus(early ? longest : delay), action, new Object());
        alarms.add(alarm);
        return alarm;
    }

    private void ring(Alarm alarm) {
        if (remove(alarm)) {
            alarm.action().run();
        }
    }

    private synchronized boolean remove(Alarm alarm) {
        return alarms.remove(alarm);
    }

    private synchronized @Nullable Alarm nextBefore(Instant end) {
        return alarms.stream()
                .filter(alarm -> !alarm.at().isAfter(end))
                .min(Comparator.comparing(Alarm::at))
                .orElse(null);
    }

    private synchronized void moveTo(Instant moment) {
        if (moment.isAfter(now)) {
            nanos += Duration.between(now, moment).toNanos();
            now = moment;
        }
    }
}
