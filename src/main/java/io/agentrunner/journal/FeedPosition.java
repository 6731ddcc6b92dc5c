package io.agentrunner.journal;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the feed of all runs: what was sent before it, and that nothing else was. Opaque text
 * to clients, valid on every node of one database.
 *
 * @param incarnation the database it was read from
 * @param heads the commits that were sent whole
 * @param within what was sent of one commit more
 */
public record FeedPosition(UUID incarnation, Heads heads, @Nullable Within within) {

    private static final int VERSION = 1;

    /**
     * A part of the next commit of a lane.
     *
     * @param rows how many of its transitions were sent whole
     * @param events how many events of the one after them
     */
    record Within(UUID lane, int rows, int events) {}

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static FeedPosition parse(String text) {
        try {
            var bytes = Buffer.buffer(Base64.getUrlDecoder().decode(text));
            var reader = new Reader(bytes);
            var position = reader.position();
            if (reader.at != bytes.length()) {
                throw malformed(text);
            }
            return position;
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a position of the feed: " + text);
    }

    @Override
    public String toString() {
        var bytes = Buffer.buffer(64).appendByte((byte) VERSION);
        append(bytes, incarnation);
        appendNumber(bytes, heads.lanes().size());
        heads.lanes()
                .forEach(
                        (lane, n) -> {
                            append(bytes, lane);
                            appendNumber(bytes, n);
                        });
        if (within != null) {
            append(bytes, within.lane());
            appendNumber(bytes, within.rows());
            appendNumber(bytes, within.events());
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.getBytes());
    }

    private static void append(Buffer bytes, UUID id) {
        bytes.appendLong(id.getMostSignificantBits()).appendLong(id.getLeastSignificantBits());
    }

    /** Seven bits a byte, the lowest first; all but the last have the eighth set. */
    private static void appendNumber(Buffer bytes, long number) {
        long rest = number;
        while (rest >= 0x80) {
            bytes.appendByte((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.appendByte((byte) rest);
    }

    /** Goes through the bytes once. */
    private static final class Reader {
        private final Buffer bytes;
        private int at;

        Reader(Buffer bytes) {
            this.bytes = bytes;
        }

        FeedPosition position() {
            if (bytes.getByte(at++) != VERSION) {
                throw new IllegalArgumentException("of another release");
            }
            var incarnation = id();
            Map<UUID, Long> lanes = new HashMap<>();
            for (long count = number(); count > 0; count--) {
                lanes.put(id(), number());
            }
            var within =
                    at == bytes.length() ? null : new Within(id(), (int) number(), (int) number());
            return new FeedPosition(incarnation, new Heads(lanes), within);
        }

        private UUID id() {
            at += 16;
            return new UUID(bytes.getLong(at - 16), bytes.getLong(at - 8));
        }

        private long number() {
            long number = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                byte next = bytes.getByte(at++);
                number |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("too large");
        }
    }
}
