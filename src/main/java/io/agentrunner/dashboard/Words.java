package io.agentrunner.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. The script says durations and ages in the same words. */
final class Words {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Words() {}

    /** {@code 40 ms}, {@code 4.13 s}, {@code 41.2 s}, {@code 3 m 07 s}, {@code 2 h 14 m}. */
    static String duration(Duration span) {
        long millis = Math.max(0, span.toMillis());
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60);
        }
        long minutes = seconds / 60;
        return minutes < 24 * 60
                ? String.format(Locale.ROOT, "%d h %02d m", minutes / 60, minutes % 60)
                : String.format(Locale.ROOT, "%d d %d h", minutes / (24 * 60), minutes / 60 % 24);
    }

    /** A duration that somebody chose: {@code 2 s} where the measured one is {@code 2.00 s}. */
    static String limit(Duration span) {
        boolean round = span.toNanosPart() == 0 && span.toSeconds() > 0;
        long seconds = span.toSeconds();
        if (round && seconds % 3600 == 0) {
            return span.toHours() + " h";
        }
        if (round && seconds % 60 == 0) {
            return span.toMinutes() + " m";
        }
        return round && seconds < 60 ? seconds + " s" : duration(span);
    }

    static String duration(Instant from, Instant to) {
        return duration(Duration.between(from, to));
    }

    /** How long still: {@code 41 s}, {@code 3 m 07 s}, {@code 21 h 46 m}. */
    static String left(Duration span) {
        long seconds = Math.max(0, span.plusMillis(999).toSeconds());
        return seconds < 60 ? seconds + " s" : duration(Duration.ofSeconds(seconds));
    }

    /** One unit: {@code 41 s}, {@code 2 h}, {@code 3 d}. */
    static String age(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " m";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** {@code 612 B}, {@code 48.1 kB}, {@code 2.3 MB}. */
    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 attempt}, {@code 2 attempts}. */
    static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    static String day(Instant at) {
        return DAY.format(at);
    }

    static String date(Instant at) {
        return DAY.format(at).substring(0, "2026-01-31".length());
    }

    /** {@code STEP_FAILED} becomes {@code Step failed}. */
    static String sentence(String constant) {
        var words = constant.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** At most that many characters. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** At most that many characters, on one line. */
    static String clip(String text, int most) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }
}
