package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.engine.Payloads;

/** What an attempt hands over while it goes on: the journal keeps it, if it is fit for that. */
final class Keepable {

    private Keepable() {}

    /**
     * The value as JSON text.
     *
     * @param what names it for people
     */
    static String json(String what, JsonNode value) {
        var json = Json.write(value);
        checkSize(what, Payloads.bytes(json));
        if (Payloads.hasNul(json)) {
            throw new StepFailed(
                    "PAYLOAD_NUL", what + " contains the character U+0000, which can't be stored");
        }
        return json;
    }

    static void checkSize(String what, long bytes) {
        if (bytes > Payloads.LIMIT) {
            throw new StepFailed(
                    "PAYLOAD_LIMIT",
                    "%s has %,d bytes, at most %,d are kept; hand over where it lies instead"
                            .formatted(what, bytes, Payloads.LIMIT));
        }
    }
}
