package io.agentrunner.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An input of a workflow, as its schema says it.
 *
 * @param limits what else has to hold, or empty
 * @param usual the value it has when it is left out, or empty
 */
public record InputLine(
        String name,
        String type,
        boolean required,
        String usual,
        String limits,
        String description) {

    private static final Set<String> TOLD_APART =
            Set.of("type", "enum", "default", "description", "title");
    private static final int LONGEST = 120;

    /** Those that a schema of an object names, in its order; none of another schema. */
    static List<InputLine> of(String schema) {
        var tree = Code.parse(schema);
        if (tree == null) {
            return List.of();
        }
        var required = tree.path("required").valueStream().map(JsonNode::asText).toList();
        return tree.path("properties")
                .propertyStream()
                .map(it -> of(it.getKey(), it.getValue(), required.contains(it.getKey())))
                .toList();
    }

    private static InputLine of(String name, JsonNode schema, boolean required) {
        var usual = schema.path("default");
        var description = schema.path("description").asText(schema.path("title").asText(""));
        return new InputLine(
                name,
                type(schema),
                required,
                usual.isMissingNode() ? "" : Words.clip(usual.toString(), LONGEST),
                limits(schema),
                description);
    }

    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            var words = schema.path("enum").valueStream().map(JsonNode::asText).toList();
            return Words.clip("one of " + String.join(", ", words), LONGEST);
        }
        var type = schema.path("type");
        var items = schema.path("items").path("type").asText("");
        var word =
                type.isArray()
                        ? String.join(" or ", type.valueStream().map(JsonNode::asText).toList())
                        : type.asText("anything");
        return word.equals("array") && !items.isEmpty() ? "list of " + items + "s" : word;
    }

    private static String limits(JsonNode schema) {
        var limits = new ArrayList<String>();
        schema.propertyStream()
                .filter(it -> !TOLD_APART.contains(it.getKey()))
                .filter(it -> !it.getValue().isContainerNode())
                .forEach(it -> limits.add(it.getKey() + " " + it.getValue().asText()));
        return Words.clip(String.join(", ", limits), LONGEST);
    }
}
