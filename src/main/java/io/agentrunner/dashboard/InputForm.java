package io.agentrunner.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The inputs of a workflow as a form made from their schema. */
final class InputForm {

    /** Before the name of an input in the name of its field. */
    static final String PREFIX = "in.";

    /** The one field of a workflow that doesn't say what its inputs are. */
    static final String WHOLE = "";

    private final List<InputField> fields;
    private final boolean whole;

    private InputForm(List<InputField> fields, boolean whole) {
        this.fields = fields;
        this.whole = whole;
    }

    /**
     * What was typed, read.
     *
     * @param inputs JSON text
     * @param mistakes by the name of the input
     */
    record Read(String inputs, Map<String, String> mistakes) {}

    static InputForm of(@Nullable String schema) {
        var rules = schema == null ? null : Code.parse(schema);
        var properties = rules == null ? null : rules.get("properties");
        if (rules == null || properties == null || !properties.isObject()) {
            return new InputForm(List.of(anything()), true);
        }
        var required = new HashSet<String>();
        StreamSupport.stream(rules.path("required").spliterator(), false)
                .forEach(name -> required.add(name.asText()));
        var fields =
                properties.properties().stream()
                        .map(
                                it ->
                                        InputField.of(
                                                it.getKey(),
                                                it.getValue(),
                                                required.contains(it.getKey())))
                        .toList();
        return new InputForm(fields, false);
    }

    private static InputField anything() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        return InputField.of(WHOLE, schema, false);
    }

    List<InputField> fields() {
        return fields;
    }

    /** Whether nothing need be filled in. */
    boolean isOptional() {
        return fields.stream().noneMatch(InputField::required);
    }

    /** Reads the fields of a form that was sent. */
    Read read(Map<String, String> form) {
        var mistakes = new LinkedHashMap<String, String>();
        var inputs = JsonNodeFactory.instance.objectNode();
        for (var field : fields) {
            try {
                field.read(form.getOrDefault(PREFIX + field.name(), ""))
                        .ifPresent(value -> inputs.set(field.name(), value));
            } catch (InputField.Unreadable unreadable) {
                mistakes.put(field.name(), String.valueOf(unreadable.getMessage()));
            }
        }
        return new Read(
                (whole && inputs.has(WHOLE) ? inputs.get(WHOLE) : inputs).toString(), mistakes);
    }
}
