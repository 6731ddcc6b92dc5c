package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A shape that JSON may have. An object matches one that has its fields at least, a list one of the
 * same length, a text {@code $name} anything, which it binds to the name; {@code $_} binds nothing
 * and a text that begins with {@code $$} means one that begins with {@code $}. The rest matches
 * what equals it.
 */
record Shape(JsonNode pattern) {

    private static final String BINDING = "\\$[a-zA-Z][a-zA-Z0-9_]*";
    private static final String ANYTHING = "$_";

    /** The names that it binds. */
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        collect(pattern, names);
        return names;
    }

    private static void collect(JsonNode shape, Set<String> names) {
        if (isBinding(shape)) {
            names.add(name(shape));
        }
        shape.valueStream().forEach(part -> collect(part, names));
    }

    /** The texts in it that look like a binding and are none. */
    Stream<String> unclear() {
        return texts(pattern)
                .filter(text -> text.startsWith("$") && !text.startsWith("$$"))
                .filter(text -> !text.equals(ANYTHING) && !text.matches(BINDING));
    }

    private static Stream<String> texts(JsonNode shape) {
        return shape.isTextual()
                ? Stream.of(shape.textValue())
                : shape.valueStream().flatMap(Shape::texts);
    }

    /** What each name is bound to; empty when it doesn't match. */
    Optional<Map<String, JsonNode>> match(JsonNode value) {
        var bound = new LinkedHashMap<String, JsonNode>();
        return matches(pattern, value, bound) ? Optional.of(bound) : Optional.empty();
    }

    private static boolean matches(JsonNode shape, JsonNode value, Map<String, JsonNode> bound) {
        if (isBinding(shape)) {
            var known = bound.putIfAbsent(name(shape), value);
            return known == null || known.equals(value);
        }
        return switch (shape.getNodeType()) {
            case OBJECT ->
                    value.isObject()
                            && shape.propertyStream()
                                    .allMatch(
                                            field ->
                                                    value.has(field.getKey())
                                                            && matches(
                                                                    field.getValue(),
                                                                    value.get(field.getKey()),
                                                                    bound));
            case ARRAY -> {
                boolean same = value.isArray() && value.size() == shape.size();
                for (int i = 0; same && i < shape.size(); i++) {
                    same = matches(shape.get(i), value.get(i), bound);
                }
                yield same;
            }
            case STRING ->
                    shape.textValue().equals(ANYTHING)
                            || (value.isTextual() && value.textValue().equals(literal(shape)));
            case NUMBER ->
                    value.isNumber() && shape.decimalValue().compareTo(value.decimalValue()) == 0;
            default -> shape.equals(value);
        };
    }

    /** Whether it matches all that the other one matches. */
    boolean covers(Shape other) {
        return covers(pattern, other.pattern, new HashSet<>());
    }

    /**
     * Whether that is so of a part.
     *
     * @param seen what was bound before: a name that stands twice asks for what is the same
     */
    private static boolean covers(JsonNode shape, JsonNode other, Set<String> seen) {
        if (isAnything(shape) || (isBinding(shape) && seen.add(name(shape)))) {
            return true;
        }
        if (isBinding(shape) || isBinding(other) || isAnything(other)) {
            return false;
        }
        return switch (shape.getNodeType()) {
            case OBJECT ->
                    other.isObject()
                            && shape.propertyStream()
                                    .allMatch(
                                            field ->
                                                    other.has(field.getKey())
                                                            && covers(
                                                                    field.getValue(),
                                                                    other.get(field.getKey()),
                                                                    seen));
            case ARRAY -> {
                boolean all = other.isArray() && other.size() == shape.size();
                for (int i = 0; all && i < shape.size(); i++) {
                    all = covers(shape.get(i), other.get(i), seen);
                }
                yield all;
            }
            default -> {
                var same = new LinkedHashMap<String, JsonNode>();
                yield other.isTextual() == shape.isTextual()
                        && matches(shape, other.isTextual() ? text(literal(other)) : other, same);
            }
        };
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** Of a value that matches, the parts that were looked at. */
    JsonNode lookedAt(JsonNode value) {
        return lookedAt(pattern, value);
    }

    private static JsonNode lookedAt(JsonNode shape, JsonNode value) {
        if (!shape.isObject()) {
            return value;
        }
        ObjectNode parts = JsonNodeFactory.instance.objectNode();
        shape.properties()
                .forEach(
                        field ->
                                parts.set(
                                        field.getKey(),
                                        lookedAt(field.getValue(), value.get(field.getKey()))));
        return parts;
    }

    /** Whether anything matches it, and nothing is bound. */
    static boolean isAnything(JsonNode shape) {
        return shape.isTextual() && shape.textValue().equals(ANYTHING);
    }

    static boolean isBinding(JsonNode shape) {
        return shape.isTextual() && shape.textValue().matches(BINDING);
    }

    static String name(JsonNode binding) {
        return binding.textValue().substring(1);
    }

    private static String literal(JsonNode text) {
        return text.textValue().startsWith("$$") ? text.textValue().substring(1) : text.textValue();
    }
}
