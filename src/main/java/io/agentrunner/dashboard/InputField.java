package io.agentrunner.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One input of a workflow as a field of a form: how it is shown, and how what was typed is read.
 */
record InputField(String name, Kind kind, JsonNode schema, boolean required) {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** What it is typed into. Whatever has no better field is typed as JSON. */
    enum Kind {
        TEXT,
        NUMBER,
        INTEGER,
        CHECK,
        CHOICE,
        LINES,
        JSON
    }

    /** What was typed can't be read; the message says why. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    static InputField of(String name, JsonNode schema, boolean required) {
        return new InputField(name, kind(schema), schema, required);
    }

    private static Kind kind(JsonNode schema) {
        if (schema.path("enum").isArray()) {
            return Kind.CHOICE;
        }
        return switch (schema.path("type").asText()) {
            case "string" -> Kind.TEXT;
            case "number" -> Kind.NUMBER;
            case "integer" -> Kind.INTEGER;
            case "boolean" -> Kind.CHECK;
            case "array" ->
                    schema.path("items").path("type").asText().equals("string")
                            ? Kind.LINES
                            : Kind.JSON;
            default -> Kind.JSON;
        };
    }

    /** The value for the inputs; empty when it was left out. */
    Optional<JsonNode> read(String typed) throws Unreadable {
        if (kind == Kind.CHECK) {
            return Optional.of(BooleanNode.valueOf(!typed.isEmpty()));
        }
        if (typed.isBlank() && !(kind == Kind.TEXT && required && schema.has("minLength"))) {
            return missing();
        }
        return Optional.of(
                switch (kind) {
                    case TEXT -> TextNode.valueOf(typed);
                    case NUMBER, INTEGER -> number(typed.strip());
                    case CHOICE -> choice(typed);
                    case LINES -> lines(typed);
                    case JSON, CHECK -> json(typed);
                });
    }

    private Optional<JsonNode> missing() throws Unreadable {
        if (required) {
            throw new Unreadable("Is required.");
        }
        return Optional.empty();
    }

    private JsonNode number(String typed) throws Unreadable {
        try {
            var number = JSON.readTree(typed);
            if (number.isNumber() && (kind == Kind.NUMBER || number.canConvertToExactIntegral())) {
                return number;
            }
        } catch (JsonProcessingException notJson) {
            // said below, as for any other thing that is no number
        }
        throw new Unreadable(
                (kind == Kind.INTEGER ? "Not a whole number: “" : "Not a number: “")
                        + Words.clip(typed, 40)
                        + "”.");
    }

    private JsonNode choice(String typed) throws Unreadable {
        for (var option : schema.path("enum")) {
            if (text(option).equals(typed)) {
                return option;
            }
        }
        throw new Unreadable("Not one of the values to choose from.");
    }

    private static ArrayNode lines(String typed) {
        var lines = JsonNodeFactory.instance.arrayNode();
        typed.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        return lines;
    }

    static JsonNode json(String typed) throws Unreadable {
        try {
            return JSON.readTree(typed);
        } catch (JsonProcessingException broken) {
            var at = broken.getLocation();
            throw new Unreadable(
                    "Not JSON: line %d, column %d: %s"
                            .formatted(
                                    at.getLineNr(),
                                    at.getColumnNr(),
                                    Words.clip(broken.getOriginalMessage(), 120)));
        }
    }

    /** What stands in the field before anything was typed. */
    String initially() {
        var value = schema.path("default");
        if (value.isMissingNode()) {
            return "";
        }
        if (kind == Kind.CHECK) {
            return value.asBoolean() ? "true" : "";
        }
        return kind == Kind.LINES
                ? String.join("\n", strings(value))
                : kind == Kind.JSON ? value.toPrettyString() : text(value);
    }

    /** {@code string, required}. */
    String typeInWords() {
        var words = new ArrayList<String>();
        switch (kind) {
            case CHOICE -> words.add("one of " + schema.path("enum").size());
            case LINES -> words.add("one a line");
            case JSON -> words.add(schema.path("type").asText("any") + " as JSON");
            case TEXT, NUMBER, INTEGER, CHECK -> words.add(schema.path("type").asText());
        }
        if (required) {
            words.add("required");
        }
        return String.join(", ", words);
    }

    List<String> choices() {
        return strings(schema.path("enum"));
    }

    private static List<String> strings(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).map(InputField::text).toList();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asText() : value.toString();
    }
}
