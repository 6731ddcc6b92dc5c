package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** JSON with its expressions compiled. */
sealed interface Template {

    JsonNode evaluate(TemplateVariables variables);

    /** Anything without an expression in it; whoever asks gets one of its own. */
    record Constant(JsonNode value) implements Template {
        @Override
        public JsonNode evaluate(TemplateVariables variables) {
            return value.isContainerNode() ? value.deepCopy() : value;
        }
    }

    /** A string that is one expression. */
    record Value(CelExpression expression) implements Template {
        @Override
        public JsonNode evaluate(TemplateVariables variables) {
            return expression.evaluate(variables);
        }
    }

    /** A string with expressions in it. */
    record Text(List<Function<TemplateVariables, String>> parts) implements Template {
        @Override
        public JsonNode evaluate(TemplateVariables variables) {
            return JsonNodeFactory.instance.textNode(text(variables));
        }

        String text(TemplateVariables variables) {
            var text = new StringBuilder();
            parts.forEach(part -> text.append(part.apply(variables)));
            return text.toString();
        }
    }

    record Fields(Map<String, Template> fields) implements Template {
        @Override
        public JsonNode evaluate(TemplateVariables variables) {
            var values = new LinkedHashMap<String, JsonNode>();
            fields.forEach((name, field) -> values.put(name, field.evaluate(variables)));
            return JsonNodeFactory.instance.objectNode().setAll(values);
        }
    }

    record Elements(List<Template> elements) implements Template {
        @Override
        public JsonNode evaluate(TemplateVariables variables) {
            var values = elements.stream().map(element -> element.evaluate(variables)).toList();
            return JsonNodeFactory.instance.arrayNode().addAll(values);
        }
    }
}
