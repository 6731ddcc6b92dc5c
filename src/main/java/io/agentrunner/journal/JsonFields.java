package io.agentrunner.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, each as the very text it was written in. */
final class JsonFields {

    /** What is stored was limited when it entered; a limit here would only make it unreadable. */
    static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final String source;
    private final Map<String, String> fields = new HashMap<>();

    private JsonFields(String source) {
        this.source = source;
    }

    static JsonFields of(String object) {
        var found = new JsonFields(object);
        try (var json = parser(object)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                json.nextToken();
                found.fields.put(name, rawValue(json, object));
            }
            return found;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON: " + object, malformed);
        }
    }

    /** Reads from an array, so that offsets count from the text's beginning however long it is. */
    static JsonParser parser(String text) throws IOException {
        return JSON.createParser(text.toCharArray());
    }

    /** The text of the value the parser stands at; the parser goes to its end. */
    static String rawValue(JsonParser json, String source) throws IOException {
        int start = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        json.finishToken();
        return source.substring(start, (int) json.currentLocation().getCharOffset());
    }

    String raw(String name, String absent) {
        return fields.getOrDefault(name, absent);
    }

    @Nullable String optionalText(String name) {
        var raw = fields.get(name);
        return raw == null || raw.equals("null") ? null : textsOf(raw).getFirst();
    }

    String text(String name) {
        return required(name, optionalText(name));
    }

    List<String> texts(String name) {
        var raw = fields.get(name);
        return raw == null || raw.equals("null") ? List.of() : textsOf(raw);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    boolean flag(String name) {
        return raw(name, "false").equals("true");
    }

    long number(String name) {
        return Long.parseLong(required(name, fields.get(name)));
    }

    @Nullable String optionalRaw(String name) {
        return fields.get(name);
    }

    /** The elements of an array, each as it was written; empty where there is none. */
    List<String> raws(String name) {
        var array = fields.get(name);
        var found = new ArrayList<String>();
        if (array == null) {
            return found;
        }
        try (var json = parser(array)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                found.add(rawValue(json, array));
            }
            return found;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON: " + array, malformed);
        }
    }

    int integer(String name, int absent) {
        var raw = fields.get(name);
        return raw == null ? absent : Integer.parseInt(raw);
    }

    @Nullable Instant time(String name) {
        var text = optionalText(name);
        return text == null ? null : Instant.parse(text);
    }

    Instant requiredTime(String name) {
        return required(name, time(name));
    }

    @Nullable Duration duration(String name) {
        var text = optionalText(name);
        return text == null ? null : Duration.parse(text);
    }

    Duration requiredDuration(String name) {
        return required(name, duration(name));
    }

    Reason reason(String name) {
        return Reason.valueOf(text(name));
    }

    StepKey step() {
        return new StepKey(text("path"), integer("iteration", 1));
    }

    int attempt() {
        return integer("attempt", 1);
    }

    Failure error() {
        var error = of(required("error", fields.get("error")));
        return new Failure(
                error.text("code"),
                error.text("message"),
                error.fields.get("details"),
                error.optionalText("stackTrace"));
    }

    Artifact artifact() {
        var artifact = of(required("artifact", fields.get("artifact")));
        return new Artifact(
                UUID.fromString(artifact.text("id")),
                artifact.text("name"),
                artifact.text("kind"),
                artifact.text("contentType"),
                Long.parseLong(artifact.raw("size", "0")),
                artifact.text("sha256"));
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("no field %s in %s".formatted(name, source));
        }
        return value;
    }

    /** The strings in a string or in an array of strings. */
    private static List<String> textsOf(String raw) {
        var texts = new ArrayList<String>(1);
        try (var json = parser(raw)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(json.getText());
                }
            }
            return texts;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON: " + raw, malformed);
        }
    }
}
