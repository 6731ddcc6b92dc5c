package io.agentrunner.workflow.dsl;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Maps, lists, values of steps, texts, numbers and flags as JSON; this package knows no library for
 * it.
 */
final class JsonText {

    private JsonText() {}

    /** Text that is JSON already. */
    record Raw(String json) {}

    static String of(Object value) {
        return switch (value) {
            case Raw(var json) -> json;
            case Value<?> taken -> quoted("${" + taken.expression() + "}");
            case Map<?, ?> fields ->
                    fields.entrySet().stream()
                            .map(it -> quoted(it.getKey().toString()) + ":" + of(it.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> items ->
                    items.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars()
                .forEach(
                        unit -> {
                            if (unit == '"' || unit == '\\') {
                                quoted.append('\\').append((char) unit);
                            } else if (unit < ' ') {
                                quoted.append("\\u%04x".formatted(unit));
                            } else {
                                quoted.append((char) unit);
                            }
                        });
        return quoted.append('"').toString();
    }
}
