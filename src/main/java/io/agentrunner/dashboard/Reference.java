package io.agentrunner.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A result that was too large for the journal, as it stands in its place: where it is. */
record Reference(UUID artifact, long size) {

    /** Empty for every other JSON. */
    static Optional<Reference> of(@Nullable JsonNode json) {
        return json != null && json.size() == 2 && json.path("size").isIntegralNumber()
                ? id(json.path("artifact").asText()).map(it -> of(it, json.path("size").asLong()))
                : Optional.empty();
    }

    private static Reference of(UUID artifact, long size) {
        return new Reference(artifact, size);
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    String words() {
        return Words.size(size) + " as an artifact";
    }

    Link link() {
        return new Link("", words(), "/artifacts/" + artifact + "/content");
    }
}
