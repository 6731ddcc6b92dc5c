package io.agentrunner.engine;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.run.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may enter the journal: readable for everybody who reads it, and not too large. */
public final class Payloads {

    /** The largest inputs, result or failure of one step, in characters of JSON. */
    public static final int LIMIT = 1024 * 1024;

    private static final int MESSAGE_LIMIT = 8 * 1024;
    private static final int STACK_TRACE_LIMIT = 64 * 1024;

    private Payloads() {}

    /** What is wrong with that JSON text; empty when it may be kept. */
    public static Optional<Failure> refuse(String json) {
        if (json.length() > LIMIT) {
            return Optional.of(
                    Failure.of(
                            "PAYLOAD_LIMIT",
                            "the result has %,d characters, at most %,d are kept; leave it in a file"
                                            .formatted(json.length(), LIMIT)
                                    + " of the workspace and name that as an artifact"));
        }
        return hasNul(json)
                ? Optional.of(
                        Failure.of(
                                "PAYLOAD_NUL",
                                "the result contains the character U+0000, which can't be stored"))
                : Optional.empty();
    }

    /** Whether the JSON text says U+0000 anywhere, escaped or not. */
    public static boolean hasNul(String json) {
        if (json.indexOf('\0') >= 0) {
            return true;
        }
        for (int i = json.indexOf("\\u0000"); i >= 0; i = json.indexOf("\\u0000", i + 1)) {
            if (isEscape(json, i)) {
                return true;
            }
        }
        return false;
    }

    /** An even number of backslashes before it makes the backslash an escape's own. */
    private static boolean isEscape(String json, int backslash) {
        int before = 0;
        while (backslash - before > 0 && json.charAt(backslash - before - 1) == '\\') {
            before++;
        }
        return before % 2 == 0;
    }

    /** The failure as it may be kept: secrets masked, nothing unreadable, of bounded length. */
    static Failure keepable(Failure failure, Secrets secrets) {
        var trace = failure.stackTrace();
        return new Failure(
                failure.code(),
                text(failure.message(), MESSAGE_LIMIT, secrets),
                details(failure.details(), secrets),
                trace == null ? null : text(trace, STACK_TRACE_LIMIT, secrets));
    }

    /** None where they are not fit to be kept; the rest of the failure matters more. */
    private static @Nullable String details(@Nullable String json, Secrets secrets) {
        if (json == null || refuse(json).isPresent()) {
            return null;
        }
        try {
            return secrets.maskJson(json);
        } catch (IllegalArgumentException noJson) {
            return null;
        }
    }

    private static String text(String raw, int limit, Secrets secrets) {
        var readable = secrets.mask(raw).replace('\0', '\uFFFD');
        if (readable.length() <= limit) {
            return readable;
        }
        boolean splitsPair = Character.isHighSurrogate(readable.charAt(limit - 1));
        return readable.substring(0, splitsPair ? limit - 1 : limit) + "…";
    }
}
