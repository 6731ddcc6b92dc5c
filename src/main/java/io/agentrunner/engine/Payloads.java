package io.agentrunner.engine;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.run.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may enter the journal: readable for everybody who reads it, and not too large. */
public final class Payloads {

    /** The largest payload that the journal keeps, in bytes of JSON. */
    public static final int LIMIT = 1024 * 1024;

    /** The largest result of a step, in bytes of JSON; above {@link #LIMIT} it is an artifact. */
    public static final long LARGEST_RESULT = 100L * 1024 * 1024;

    private static final int MESSAGE_LIMIT = 8 * 1024;
    private static final int STACK_TRACE_LIMIT = 64 * 1024;

    private Payloads() {}

    /** What is wrong with that JSON text; empty when the journal may keep it. */
    public static Optional<Failure> refuse(String json) {
        if (isLarge(json)) {
            return Optional.of(
                    tooLarge("the result has %,d bytes, more than".formatted(bytes(json)), LIMIT));
        }
        return hasNul(json)
                ? Optional.of(
                        Failure.of(
                                "PAYLOAD_NUL",
                                "the result contains the character U+0000, which can't be stored"))
                : Optional.empty();
    }

    /**
     * The failure of an attempt whose result can't be kept.
     *
     * @param what ends with a comparison
     */
    public static Failure tooLarge(String what, long limit) {
        return Failure.of(
                "PAYLOAD_LIMIT",
                "%s the %,d bytes that are possible; leave it in a file of the workspace and name"
                                .formatted(what, limit)
                        + " that as an artifact, or divide it among steps");
    }

    /** Whether the journal has no room for that JSON text. */
    public static boolean isLarge(String json) {
        return isLarger(json, LIMIT);
    }

    /** Whether the text has more bytes in UTF-8 than that. */
    static boolean isLarger(String text, int limit) {
        // A character has three bytes at most; two of a pair have four.
        return text.length() > limit || (text.length() > limit / 3 && bytes(text) > limit);
    }

    /** The length of the text in UTF-8, where half a pair counts as the mark in its place. */
    public static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += c < 0x80 || Character.isSurrogate(c) ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
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
                message(failure.message(), secrets),
                details(failure.details(), secrets),
                trace == null ? null : text(trace, STACK_TRACE_LIMIT, secrets));
    }

    /** A message as it may be kept. */
    static String message(String raw, Secrets secrets) {
        return text(raw, MESSAGE_LIMIT, secrets);
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
