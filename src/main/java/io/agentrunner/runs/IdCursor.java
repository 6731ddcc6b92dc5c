package io.agentrunner.runs;

import io.agentrunner.http.PageRequest;
import io.agentrunner.run.RunId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last thing of a page that is one of several of a run, in a form that nobody is tempted to
 * read.
 *
 * @param place of the thing among those of the run
 */
record IdCursor(RunId run, int place) {

    private static final int LENGTH = 20;

    /**
     * Reads a cursor; null for the first page.
     *
     * @throws io.agentrunner.http.Problem for one that this server did not make
     */
    static @Nullable IdCursor of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == LENGTH) {
                var id = new UUID(bytes.getLong(), bytes.getLong());
                return new IdCursor(new RunId(id), bytes.getInt());
            }
        } catch (IllegalArgumentException _) {
            // not base64: refused below
        }
        throw PageRequest.badCursor();
    }

    String text() {
        var bytes =
                ByteBuffer.allocate(LENGTH)
                        .putLong(run.value().getMostSignificantBits())
                        .putLong(run.value().getLeastSignificantBits())
                        .putInt(place);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
