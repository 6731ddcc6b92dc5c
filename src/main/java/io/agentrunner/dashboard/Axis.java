package io.agentrunner.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a moment stands on a drawing, in per cent of its width.
 *
 * @param span how much time the drawing shows
 * @param left where it begins
 * @param width how much of the drawing it takes
 */
record Axis(Instant from, Duration span, double left, double width) {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final List<Long> STEPS =
            List.of(
                    1L,
                    2L,
                    5L,
                    10L,
                    20L,
                    50L,
                    100L,
                    200L,
                    500L,
                    SECOND,
                    2 * SECOND,
                    5 * SECOND,
                    10 * SECOND,
                    30 * SECOND,
                    MINUTE,
                    2 * MINUTE,
                    5 * MINUTE,
                    10 * MINUTE,
                    30 * MINUTE,
                    HOUR,
                    2 * HOUR,
                    6 * HOUR,
                    12 * HOUR,
                    DAY,
                    2 * DAY,
                    7 * DAY,
                    30 * DAY,
                    365 * DAY,
                    3650 * DAY);
    private static final int MOST_TICKS = 8;

    /** A round moment on the axis. */
    record Tick(double at, String label) {}

    double at(Instant moment) {
        double share =
                (double) Duration.between(from, moment).toNanos() / Math.max(1, span.toNanos());
        return left + width * Math.clamp(share, 0, 1);
    }

    /** Round moments from the beginning on, at most nine. */
    List<Tick> ticks() {
        long whole = Math.max(1, span.toMillis());
        long step =
                STEPS.stream()
                        .filter(it -> whole / it <= MOST_TICKS)
                        .findFirst()
                        .orElse(STEPS.getLast());
        var ticks = new ArrayList<Tick>();
        for (long at = 0; at < whole; at += step) {
            ticks.add(new Tick(left + width * at / whole, label(at, step, whole)));
        }
        return ticks;
    }

    private static String label(long at, long step, long whole) {
        if (step >= DAY) {
            return at / DAY + " d";
        }
        if (step >= MINUTE) {
            return at >= HOUR || step >= HOUR ? hours(at) : at / MINUTE + " m";
        }
        if (step >= SECOND || at == 0) {
            return at / SECOND + " s";
        }
        return whole < SECOND
                ? at + " ms"
                : String.format(Locale.ROOT, step < 100 ? "%.2f s" : "%.1f s", at / 1000.0);
    }

    private static String hours(long at) {
        long minutes = at % HOUR / MINUTE;
        return at / HOUR + " h" + (minutes == 0 ? "" : " " + minutes + " m");
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
