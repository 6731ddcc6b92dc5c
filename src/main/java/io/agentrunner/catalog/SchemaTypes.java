package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.ValueType.Kind;
import io.agentrunner.catalog.ValueType.Others;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a JSON Schema says of the values that satisfy it, as far as it says it plainly. */
final class SchemaTypes {

    /** What may name further fields, in a place of its own. */
    private static final List<String> ELSEWHERE =
            List.of(
                    "$ref",
                    "$dynamicRef",
                    "allOf",
                    "anyOf",
                    "oneOf",
                    "if",
                    "dependentSchemas",
                    "patternProperties",
                    "propertyNames");

    private SchemaTypes() {}

    static ValueType of(JsonNode schema) {
        var kinds = kinds(schema);
        if (kinds.size() == Kind.values().length) {
            return ValueType.ANY;
        }
        var items = schema.path("items");
        var element = items.isObject() && !schema.has("prefixItems") ? of(items) : ValueType.ANY;
        return new ValueType(kinds, fields(schema), others(schema), element);
    }

    private static Set<Kind> kinds(JsonNode schema) {
        if (schema.path("type").isTextual()) {
            return kinds(schema.get("type").textValue());
        }
        var all = EnumSet.noneOf(Kind.class);
        if (schema.path("type").isArray()) {
            schema.get("type").forEach(type -> all.addAll(kinds(type.asText())));
        } else if (schema.has("const")) {
            all.addAll(JsonTypes.of(schema.get("const")).kinds());
        } else {
            schema.path("enum").forEach(value -> all.addAll(JsonTypes.of(value).kinds()));
        }
        return all.isEmpty() ? ValueType.ANY.kinds() : all;
    }

    private static Set<Kind> kinds(String type) {
        return switch (type) {
            case "object" -> EnumSet.of(Kind.MAP);
            case "array" -> EnumSet.of(Kind.LIST);
            case "string" -> EnumSet.of(Kind.STRING);
            case "boolean" -> EnumSet.of(Kind.BOOL);
            case "null" -> EnumSet.of(Kind.NULL);
            case "number", "integer" -> EnumSet.of(Kind.INT, Kind.DOUBLE);
            default -> ValueType.ANY.kinds();
        };
    }

    private static Map<String, ValueType> fields(JsonNode schema) {
        var fields = new LinkedHashMap<String, ValueType>();
        schema.path("properties")
                .properties()
                .forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        return fields;
    }

    private static Others others(JsonNode schema) {
        if (isFalse(schema, "additionalProperties") && !schema.has("patternProperties")) {
            return Others.NONE;
        }
        boolean plain =
                schema.has("properties")
                        && !schema.has("additionalProperties")
                        && ELSEWHERE.stream().noneMatch(schema::has);
        if (!plain) {
            return Others.SOME;
        }
        return isFalse(schema, "unevaluatedProperties") ? Others.NONE : Others.UNSAID;
    }

    private static boolean isFalse(JsonNode schema, String keyword) {
        return schema.path(keyword).isBoolean() && !schema.get(keyword).booleanValue();
    }
}
