package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.catalog.Secrets;

/**
 * Takes secrets out of JSON. Works on the values and not on the text, where a secret with a quote
 * or a line break in it looks different.
 */
final class Masking {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Masking() {}

    static JsonNode mask(JsonNode tree, Secrets secrets) {
        return switch (tree.getNodeType()) {
            case STRING -> NODES.textNode(secrets.mask(tree.textValue()));
            case ARRAY -> array(tree, secrets);
            case OBJECT -> object(tree, secrets);
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> tree;
        };
    }

    private static JsonNode array(JsonNode tree, Secrets secrets) {
        var masked = NODES.arrayNode(tree.size());
        tree.forEach(item -> masked.add(mask(item, secrets)));
        return masked;
    }

    private static JsonNode object(JsonNode tree, Secrets secrets) {
        var masked = NODES.objectNode();
        tree.properties()
                .forEach(it -> masked.set(secrets.mask(it.getKey()), mask(it.getValue(), secrets)));
        return masked;
    }
}
