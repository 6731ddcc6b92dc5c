package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.ValueType.Kind;
import io.agentrunner.catalog.ValueType.Others;
import java.util.LinkedHashMap;
import java.util.function.Function;

/** What is known of JSON that stands in a document: all, but for the templates in it. */
final class JsonTypes {

    private JsonTypes() {}

    /** Of one without templates. */
    static ValueType of(JsonNode value) {
        return of(value, _ -> ValueType.STRING);
    }

    /**
     * Of any.
     *
     * @param text what is known of a text
     */
    static ValueType of(JsonNode value, Function<String, ValueType> text) {
        return switch (value.getNodeType()) {
            case STRING -> text.apply(value.textValue());
            case NUMBER -> ValueType.NUMBER;
            case BOOLEAN -> ValueType.of(Kind.BOOL);
            case OBJECT -> {
                var fields = new LinkedHashMap<String, ValueType>();
                value.properties()
                        .forEach(field -> fields.put(field.getKey(), of(field.getValue(), text)));
                yield ValueType.object(fields, Others.NONE);
            }
            case ARRAY ->
                    ValueType.listOf(
                            ValueType.either(value.valueStream().map(it -> of(it, text)).toList()));
            default -> ValueType.of(Kind.NULL);
        };
    }
}
