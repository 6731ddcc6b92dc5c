package io.agentrunner.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided.
 *
 * @param data JSON text that came with it
 * @param by who, as they said
 */
public record Verdict(
        boolean approved,
        @Nullable String data,
        @Nullable String comment,
        @Nullable String by,
        Instant at) {

    Verdict at(Instant moment) {
        return new Verdict(approved, data, comment, by, moment);
    }
}
