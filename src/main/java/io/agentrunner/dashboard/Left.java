package io.agentrunner.dashboard;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Time until something happens by itself.
 *
 * @param until when, in milliseconds since 1970: the script counts down to it
 * @param words how long that is from now
 * @param day when, for people
 */
public record Left(String until, String words, String day) {

    static @Nullable Left of(@Nullable Instant until, Instant now) {
        return until == null
                ? null
                : new Left(
                        String.valueOf(until.toEpochMilli()),
                        Words.left(Duration.between(now, until)),
                        Words.day(until));
    }
}
