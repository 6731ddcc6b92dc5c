package io.agentrunner.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit 1 to 500 items
 * @param cursor opaque: a {@link Page#nextCursor()}
 */
public record PageRequest(int limit, @Nullable String cursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int LARGEST_LIMIT = 500;

    /**
     * Reads {@code ?limit=} and {@code ?cursor=}.
     *
     * @throws Problem for a limit that is none
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit(limit), cursor);
    }

    /** Reads {@code ?limit=}. */
    public static int limit(@Nullable String limit) {
        return limit == null
                ? DEFAULT_LIMIT
                : (int) QueryParameter.number("limit", limit, 1, LARGEST_LIMIT);
    }

    static String cursorAt(int offset) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("at:" + offset).getBytes(StandardCharsets.US_ASCII));
    }

    /** The answer to a cursor that this server did not make. */
    public static Problem badCursor() {
        return new Problem(
                ProblemType.MALFORMED,
                "cursor must be the nextCursor of an earlier answer to the same question. Leave it out"
                        + " to begin again.");
    }

    int offset() {
        if (cursor == null) {
            return 0;
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int offset = text.startsWith("at:") ? Integer.parseInt(text.substring(3)) : -1;
            if (offset >= 0) {
                return offset;
            }
        } catch (IllegalArgumentException _) {
            // not base64, or no number in it: refused below
        }
        throw badCursor();
    }
}
