package io.agentrunner.artifacts;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that an answer holds.
 *
 * @param from the first, counted from 0
 * @param length none means that the request asks for bytes that aren't there
 */
record ByteRange(long from, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a header {@code Range}. Empty when the whole is to be answered: there is no header, it
     * names several ranges, or it can't be read, which RFC 9110 tells a server to ignore.
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        var parts = SINGLE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!parts.matches()) {
            return Optional.empty();
        }
        var first = parts.group(1);
        var last = parts.group(2);
        if (first.isEmpty()) {
            return last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(last(Long.parseLong(last), size));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        return to < from
                ? Optional.empty()
                : Optional.of(new ByteRange(from, Math.max(0, Math.min(to, size - 1) - from + 1)));
    }

    boolean isSatisfiable() {
        return length > 0;
    }

    /** As it stands in {@code Content-Range}. */
    String within(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }

    private static ByteRange last(long count, long size) {
        long length = Math.min(count, size);
        return new ByteRange(size - length, length);
    }
}
