package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.UUID;

/** The last run of a page as opaque text. Ids are in the order of creation, so the id is enough. */
final class RunCursor {

    private static final byte VERSION = 1;

    private RunCursor() {}

    static String of(RunId last) {
        var bytes =
                Buffer.buffer(17)
                        .appendByte(VERSION)
                        .appendLong(last.value().getMostSignificantBits())
                        .appendLong(last.value().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.getBytes());
    }

    static UUID parse(String text) {
        try {
            var bytes = Buffer.buffer(Base64.getUrlDecoder().decode(text));
            if (bytes.length() == 17 && bytes.getByte(0) == VERSION) {
                return new UUID(bytes.getLong(1), bytes.getLong(9));
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "not a cursor of this list: %s; leave it out to begin anew".formatted(text));
    }
}
