package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.NullValue;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as CEL sees it, and what CEL returns as JSON. Objects and arrays that an expression only
 * passes on come back unchanged.
 */
final class JsonValues {

    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private JsonValues() {}

    static Object toCel(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new ObjectView(node);
            case ARRAY -> new ArrayView(node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    /** CEL has 64-bit integers and doubles; a larger integer becomes the nearest double. */
    private static Object number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? (Object) node.longValue()
                : (Object) node.doubleValue();
    }

    /**
     * The JSON for a value of CEL.
     *
     * @throws TemplateFailed when there is none for it
     */
    static JsonNode toJson(@Nullable Object value) {
        Allowance.spendValues(1);
        return switch (value) {
            case null -> JSON.nullNode();
            case NullValue _ -> JSON.nullNode();
            case ObjectView view -> passedOn(view.node);
            case ArrayView view -> passedOn(view.node);
            case String text -> passedOn(JSON.textNode(text));
            case Boolean flag -> JSON.booleanNode(flag);
            case Long number -> JSON.numberNode(number);
            case UnsignedLong number -> JSON.numberNode(number.bigIntegerValue());
            case Double number -> real(number);
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case Optional<?> optional -> toJson(optional.orElse(null));
            case Instant time -> JSON.textNode(time.toString());
            case Duration duration -> JSON.textNode(duration.toString());
            case CelByteString bytes -> JSON.textNode(base64(bytes));
            case TypeType type -> JSON.textNode(type.containingTypeName());
            default -> throw new TemplateFailed("its value can't be written as JSON");
        };
    }

    private static JsonNode passedOn(JsonNode node) {
        Allowance.spend(node);
        return node;
    }

    private static JsonNode real(double number) {
        if (!Double.isFinite(number)) {
            throw new TemplateFailed("its value is " + number + ", which JSON can't express");
        }
        return JSON.numberNode(number);
    }

    private static JsonNode object(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, JsonNode>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), toJson(value)));
        return JSON.objectNode().setAll(fields);
    }

    private static JsonNode array(List<?> list) {
        return JSON.arrayNode().addAll(list.stream().map(JsonValues::toJson).toList());
    }

    private static String base64(CelByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static final class ObjectView extends AbstractMap<String, Object> {
        private final JsonNode node;

        private ObjectView(JsonNode node) {
            this.node = node;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && node.has(name);
        }

        @Override
        public @Nullable Object get(Object key) {
            return key instanceof String name && node.has(name) ? toCel(node.get(name)) : null;
        }

        @Override
        public int size() {
            return node.size();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            var all = new LinkedHashMap<String, Object>();
            for (var field : node.properties()) {
                all.put(field.getKey(), toCel(field.getValue()));
            }
            return all.entrySet();
        }
    }

    private static final class ArrayView extends AbstractList<Object> {
        private final JsonNode node;

        private ArrayView(JsonNode node) {
            this.node = node;
        }

        @Override
        public Object get(int index) {
            var found = node.get(index);
            if (found == null) {
                throw new IndexOutOfBoundsException("Index out of bounds: " + index);
            }
            return toCel(found);
        }

        @Override
        public int size() {
            return node.size();
        }
    }
}
