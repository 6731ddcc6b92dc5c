package io.agentrunner.artifacts;

import io.agentrunner.http.PageRequest;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list of artifacts begins, in a form that nobody is tempted to read. */
final class ArtifactCursor {

    private ArtifactCursor() {}

    static String after(UUID last) {
        var bytes =
                ByteBuffer.allocate(16)
                        .putLong(last.getMostSignificantBits())
                        .putLong(last.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * The artifact after which a page begins; empty for the first page.
     *
     * @throws io.agentrunner.http.Problem for a cursor that this server did not make
     */
    static Optional<UUID> last(@Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == 16) {
                return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException _) {
            // not base64: refused below
        }
        throw PageRequest.badCursor();
    }
}
