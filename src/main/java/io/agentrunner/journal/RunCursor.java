package io.agentrunner.journal;

import io.agentrunner.journal.RunList.Order;
import io.agentrunner.run.RunId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The last run of a page as opaque text, good for the list it comes from. Ids are in the order of
 * creation, so the id is enough.
 */
final class RunCursor {

    private static final byte VERSION = 2;
    private static final int LENGTH = 21;

    private RunCursor() {}

    static String of(RunId last, RunFilter filter, Order order) {
        var bytes =
                Buffer.buffer(LENGTH)
                        .appendByte(VERSION)
                        .appendLong(last.value().getMostSignificantBits())
                        .appendLong(last.value().getLeastSignificantBits())
                        .appendInt(mark(filter, order));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.getBytes());
    }

    static UUID parse(String text, RunFilter filter, Order order) {
        try {
            var bytes = Buffer.buffer(Base64.getUrlDecoder().decode(text));
            if (bytes.length() == LENGTH
                    && bytes.getByte(0) == VERSION
                    && bytes.getInt(17) == mark(filter, order)) {
                return new UUID(bytes.getLong(1), bytes.getLong(9));
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "not a cursor of this list: %s; leave it out to begin anew".formatted(text));
    }

    /** Tells lists apart, except by times: "since an hour ago" moves on from page to page. */
    private static int mark(RunFilter filter, Order order) {
        var parts =
                List.of(
                        order,
                        String.valueOf(filter.workflow()),
                        new TreeSet<>(filter.states()),
                        String.valueOf(filter.reason()),
                        String.valueOf(filter.tag()),
                        String.valueOf(filter.parent()),
                        String.valueOf(filter.q()));
        var sum = new CRC32();
        sum.update(parts.toString().getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }
}
