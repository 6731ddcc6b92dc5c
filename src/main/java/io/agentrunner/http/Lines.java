package io.agentrunner.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into its lines as it comes, and holds no more than one of them. What is between two
 * line feeds is a line; after the last feed there is one more unless that is empty.
 */
public final class Lines {

    private static final Set<String> TYPES = Set.of("application/ndjson", "application/x-ndjson");

    private final int longest;
    private final Reader reader;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long length;

    /** Lines of up to so many bytes. */
    public Lines(int longest, Reader reader) {
        this.longest = longest;
        this.reader = reader;
    }

    /** Takes one line after the other. */
    public interface Reader {

        /** A line without its end. */
        void line(byte[] bytes);

        /** A line that was longer than one may be, and let go. */
        void tooLong(long bytes);
    }

    /** Whether a media type means a body of lines, each of them JSON. */
    public static boolean areNamedBy(@Nullable String contentType) {
        return contentType != null && TYPES.contains(BareType.of(contentType));
    }

    public void take(Buffer part) {
        var bytes = part.getBytes();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                line(bytes, from, at);
                from = at + 1;
            }
        }
        keep(bytes, from, bytes.length);
    }

    /** There is no more: what was begun is whole. */
    public void end() {
        if (length > 0) {
            line(new byte[0], 0, 0);
        }
    }

    private void line(byte[] bytes, int from, int to) {
        if (length == 0 && to - from <= longest) {
            reader.line(Arrays.copyOfRange(bytes, from, to));
            return;
        }
        keep(bytes, from, to);
        long whole = length;
        var text = begun.toByteArray();
        begun.reset();
        length = 0;
        if (whole > longest) {
            reader.tooLong(whole);
        } else {
            reader.line(text);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        length += to - from;
        if (length > longest) {
            begun.reset();
        } else {
            begun.write(bytes, from, to - from);
        }
    }
}
