package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The named predicates of a flow as one rule sees them: each is evaluated once it is asked for. */
final class Predicates {

    private final CelTemplates templates;
    private final Map<String, String> expressions;
    private final TemplateVariables variables;
    private final Map<String, JsonNode> known = new LinkedHashMap<>();

    Predicates(CelTemplates templates, Map<String, String> expressions, Scope scope) {
        this.templates = templates;
        this.expressions = expressions;
        this.variables = new TemplateVariables(scope);
    }

    Set<String> names() {
        return expressions.keySet();
    }

    /**
     * True or false, where there is a predicate of that name.
     *
     * @throws TemplateFailed when it is neither
     */
    Optional<JsonNode> find(String name) {
        var expression = expressions.get(name);
        return expression == null
                ? Optional.empty()
                : Optional.of(known.computeIfAbsent(name, _ -> evaluate(name, expression)));
    }

    private JsonNode evaluate(String name, String expression) {
        try {
            return templates.compile(expression).truth(variables);
        } catch (TemplateFailed failed) {
            throw new TemplateFailed("asks `%s`: %s".formatted(name, failed.getMessage()));
        }
    }

    /** Adds those that were asked for, and what they looked at. */
    void tell(ObjectNode values) {
        known.forEach(
                (name, truth) -> {
                    values.set(name, truth);
                    var compiled = templates.compile(String.valueOf(expressions.get(name)));
                    values.setAll(variables.lookedAt(compiled));
                });
    }
}
