package io.agentrunner.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.http.Problem.Mistake;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request, field by field. What is of the wrong type, out of range or left
 * over at {@link #done} is reported all at once, by JSON pointers.
 */
public final class RequestJson {

    private static final byte[] EMPTY = {'{', '}'};

    private final JsonNode object;
    private final String path;
    private final List<Mistake> mistakes;
    private final Set<String> known = new HashSet<>();
    private final List<RequestJson> parts = new ArrayList<>();

    private RequestJson(JsonNode object, String path, List<Mistake> mistakes) {
        this.object = object;
        this.path = path;
        this.mistakes = mistakes;
    }

    /**
     * Reads a body. An empty one counts as {@code {}}.
     *
     * @throws Problem when it is not JSON, or JSON but no object
     */
    public static RequestJson of(byte[] body) {
        return of(JsonBody.tree(body.length == 0 ? EMPTY : body));
    }

    /**
     * Takes a body that was read already.
     *
     * @throws Problem when it is no object
     */
    public static RequestJson of(JsonNode node) {
        if (!node.isObject()) {
            throw invalid(List.of(Mistake.at("", "must be a JSON object, not " + kind(node))));
        }
        var request = new RequestJson(node, "/", new ArrayList<>());
        Unstorable.find("", node, request.mistakes);
        return request;
    }

    public @Nullable String text(String field, int atMost) {
        var node = take(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            return wrong(field, "a string", node);
        }
        if (node.textValue().length() > atMost) {
            reject(field, "must not be longer than " + atMost + " characters");
            return null;
        }
        return node.textValue();
    }

    /**
     * A text that has to be there; what it returns while it isn't never gets past {@link #done}.
     */
    public String requiredText(String field, int atMost) {
        if (!object.hasNonNull(field)) {
            take(field);
            reject(field, "is required");
            return "";
        }
        var text = text(field, atMost);
        return text == null ? "" : text;
    }

    public int integer(String field, int otherwise) {
        var node = take(field);
        if (node == null) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            wrong(field, "a whole number of 32 bits", node);
            return otherwise;
        }
        return node.intValue();
    }

    public @Nullable Instant instant(String field) {
        var text = text(field, 64);
        try {
            return text == null ? null : Rfc3339.instant(text);
        } catch (DateTimeException e) {
            reject(field, "must be a time like 2030-01-31T12:00:00Z");
            return null;
        }
    }

    /** A length of time above zero. */
    public @Nullable Duration duration(String field, Duration atMost) {
        var text = text(field, 64);
        try {
            var duration = text == null ? null : Duration.parse(text);
            if (duration != null && !(duration.isPositive() && duration.compareTo(atMost) <= 0)) {
                reject(field, "must be longer than PT0S and not longer than " + atMost);
                return null;
            }
            return duration;
        } catch (DateTimeException | ArithmeticException e) {
            reject(field, "must be an ISO 8601 duration like PT30S or P1D");
            return null;
        }
    }

    public List<String> texts(String field, int atMost, int lengthAtMost) {
        var node = take(field);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            wrong(field, "a list of strings", node);
            return List.of();
        }
        if (node.size() > atMost) {
            reject(field, "must not have more than " + atMost + " items");
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < node.size(); i++) {
            texts.add(textOf(field + "/" + i, node.get(i), lengthAtMost));
        }
        return List.copyOf(texts);
    }

    /** One text, or a list of them. */
    public List<String> oneOrMore(String field, int atMost, int lengthAtMost) {
        var node = object.get(field);
        if (node == null || !node.isTextual()) {
            return texts(field, atMost, lengthAtMost);
        }
        take(field);
        return List.of(textOf(field, node, lengthAtMost));
    }

    private String textOf(String path, JsonNode node, int atMost) {
        var text = node.isTextual() ? node.textValue() : "";
        if (!node.isTextual()) {
            wrong(path, "a string", node);
        } else if (text.isBlank() || text.length() > atMost) {
            reject(path, "must have 1 to " + atMost + " characters");
        }
        return text;
    }

    /** Any JSON object, as text; {@code {}} where there is none. */
    public String object(String field, int bytesAtMost) {
        var node = take(field);
        if (node == null) {
            return "{}";
        }
        if (!node.isObject()) {
            wrong(field, "an object", node);
            return "{}";
        }
        var text = node.toString();
        if (text.length() > bytesAtMost) {
            reject(field, "must not be larger than " + bytesAtMost + " bytes");
        }
        return text;
    }

    /** Any JSON value, as text; null where there is none. */
    public @Nullable String value(String field, int charactersAtMost) {
        var node = take(field);
        if (node == null) {
            return null;
        }
        var text = node.toString();
        if (text.length() > charactersAtMost) {
            reject(field, "must not be larger than " + charactersAtMost + " characters");
        }
        return text;
    }

    /** Off where it is absent. */
    public boolean flag(String field) {
        var node = take(field);
        if (node != null && !node.isBoolean()) {
            wrong(field, "true or false", node);
        }
        return node != null && node.booleanValue();
    }

    /** An object to be read like this one; {@link #done} of this one is for both. */
    public RequestJson part(String field) {
        var node = take(field);
        if (node != null && !node.isObject()) {
            wrong(field, "an object", node);
        }
        var inside = node != null && node.isObject() ? node : JsonNodeFactory.instance.objectNode();
        var part = new RequestJson(inside, path + field + "/", mistakes);
        parts.add(part);
        return part;
    }

    public boolean isEmpty() {
        return object.isEmpty();
    }

    /**
     * Notes a mistake.
     *
     * @param field with what is deeper after slashes: {@code tags/0}
     */
    public void reject(String field, String message) {
        mistakes.add(Mistake.at(path + field, message));
    }

    /**
     * Ends the reading.
     *
     * @throws Problem naming everything that is wrong, and every field nobody asked for
     */
    public void done() {
        rejectUnknown();
        parts.forEach(RequestJson::rejectUnknown);
        if (!mistakes.isEmpty()) {
            throw invalid(mistakes);
        }
    }

    private void rejectUnknown() {
        if (object.properties().stream().allMatch(field -> known.contains(field.getKey()))) {
            return;
        }
        var unknown = new TreeSet<String>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        var allowed = String.join(", ", new TreeSet<>(known));
        unknown.forEach(field -> reject(field, "is unknown here; known are: " + allowed));
    }

    /** The answer to a request that can be read but not carried out. */
    public static Problem invalid(List<Mistake> mistakes) {
        var first = mistakes.getFirst();
        var where = first.path() == null || first.path().isEmpty() ? "The body" : first.path();
        var more = mistakes.size() == 1 ? "" : " (and " + (mistakes.size() - 1) + " more)";
        return new Problem(ProblemType.INVALID, where + " " + first.message() + more + ".")
                .withErrors(mistakes);
    }

    /** The same for mistakes in the value of one field; their paths are JSON pointers into it. */
    public static Problem invalidIn(String field, List<Mistake> inside) {
        return invalid(
                inside.stream()
                        .map(
                                it ->
                                        Mistake.at(
                                                "/" + field + Objects.toString(it.path(), ""),
                                                it.message()))
                        .toList());
    }

    private @Nullable JsonNode take(String field) {
        known.add(field);
        var node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private @Nullable String wrong(String path, String wanted, JsonNode is) {
        reject(path, "must be " + wanted + ", not " + kind(is));
        return null;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "the number " + node;
            case BOOLEAN -> node.toString();
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }
}
