package io.agentrunner.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** A result in a few words: what a person looks for first, whatever its shape. */
final class Outcome {

    private static final int MOST_MEMBERS = 3;
    private static final int LONGEST = 120;

    private Outcome() {}

    static String words(String json) {
        var result = Code.parse(json);
        return Reference.of(result)
                .map(Reference::words)
                .orElseGet(() -> result == null ? "" : Words.clip(words(result), LONGEST));
    }

    private static String words(JsonNode result) {
        if (result.has("exitCode")) {
            return "exit " + result.get("exitCode").asText();
        }
        if (result.has("status") && result.has("body")) {
            return "status " + result.get("status").asText();
        }
        if (result.isArray()) {
            return Words.count(result.size(), "item");
        }
        return result.isObject() ? members(result) : result.isNull() ? "" : result.asText();
    }

    private static String members(JsonNode object) {
        return object.properties().stream()
                .limit(MOST_MEMBERS)
                .map(member -> member.getKey() + ": " + value(member.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String value(JsonNode value) {
        return value.isArray()
                ? Words.count(value.size(), "item")
                : value.isObject() ? "{…}" : value.asText();
    }
}
