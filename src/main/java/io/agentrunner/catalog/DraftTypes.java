package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.TemplateText.Part;
import io.agentrunner.catalog.ValueType.Kind;
import io.agentrunner.catalog.ValueType.Others;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Flow.Turn;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of the variables of a draft's expressions before there is a run. */
final class DraftTypes {

    private static final ValueType TEXT_OR_NOTHING = ValueType.of(Kind.STRING, Kind.NULL);
    private static final ValueType ERROR =
            ValueType.object(
                    Map.of(
                            "code", ValueType.STRING,
                            "message", ValueType.STRING,
                            "details", ValueType.ANY),
                    Others.NONE);
    private static final ValueType RUN =
            ValueType.object(
                    Map.of(
                            "id", ValueType.STRING,
                            "workflow", ValueType.STRING,
                            "version", ValueType.STRING,
                            "tags", ValueType.listOf(ValueType.STRING),
                            "metadata", ValueType.of(Kind.MAP),
                            "correlationId", TEXT_OR_NOTHING,
                            "home", TEXT_OR_NOTHING,
                            "iteration", ValueType.NUMBER,
                            "attempt", ValueType.NUMBER),
                    Others.SOME);

    private final CelTemplates templates;
    private final ValueType inputs;
    private final Map<String, ValueType> results = new LinkedHashMap<>();

    DraftTypes(Source source, Draft draft, CelTemplates templates) {
        this.templates = templates;
        var schema = source.root().path("inputs");
        this.inputs = (schema.isObject() ? SchemaTypes.of(schema) : ValueType.ANY).only(Kind.MAP);
        for (var name : draft.timeline()) {
            results.put(name, result(source.root().path("steps").path(name), variables()));
        }
    }

    /** The variables of all expressions. */
    Map<String, ValueType> variables() {
        var variables = new HashMap<String, ValueType>();
        variables.put("inputs", inputs);
        variables.put("run", RUN);
        variables.put("steps", ValueType.object(Map.copyOf(results), Others.SOME));
        return variables;
    }

    /** And of those of a rule after that step. */
    Map<String, ValueType> variables(Turn turn, String step) {
        var variables = variables();
        switch (turn) {
            case DIVERGE -> variables.put("error", ERROR);
            case BRANCH -> variables.put("result", results.getOrDefault(step, ValueType.ANY));
        }
        return variables;
    }

    /** What the step for each item of such a list may name besides. */
    Map<String, ValueType> each(ValueType items) {
        var item = items.canBe(Kind.LIST) ? items.elements() : ValueType.ANY;
        return Map.of("item", item, "index", ValueType.of(Kind.INT));
    }

    private ValueType result(JsonNode step, Map<String, ValueType> variables) {
        var kind = StepKind.of(step.path("type").asText());
        return kind.map(it -> result(it, step, variables)).orElse(ValueType.ANY);
    }

    private ValueType result(StepKind kind, JsonNode step, Map<String, ValueType> variables) {
        return switch (kind) {
            case SET -> orArtifact(of(step.path("value"), variables));
            case SHELL -> object("exitCode", ValueType.NUMBER, "stdout", ValueType.STRING);
            case HTTP ->
                    orArtifact(
                            ValueType.object(
                                    Map.of(
                                            "status", ValueType.NUMBER,
                                            "headers", ValueType.of(Kind.MAP),
                                            "body", ValueType.ANY),
                                    Others.NONE));
            case SLEEP -> ValueType.of(Kind.NULL);
            case APPROVAL ->
                    orArtifact(
                            ValueType.object(
                                    Map.of(
                                            "decision", ValueType.STRING,
                                            "data", ValueType.ANY,
                                            "comment", TEXT_OR_NOTHING,
                                            "by", TEXT_OR_NOTHING,
                                            "at", ValueType.STRING),
                                    Others.NONE));
            case PARALLEL -> orArtifact(parallel(step, variables));
            case FOR_EACH ->
                    orArtifact(ValueType.listOf(collected(step, eachResult(step, variables))));
            case JAVA, SIGNAL, RUN -> ValueType.ANY;
        };
    }

    private ValueType eachResult(JsonNode step, Map<String, ValueType> variables) {
        var inside = new HashMap<>(variables);
        inside.putAll(each(of(step.path("items"), variables)));
        return result(step.path("step"), inside);
    }

    private ValueType parallel(JsonNode step, Map<String, ValueType> variables) {
        var fields = new LinkedHashMap<String, ValueType>();
        step.path("steps")
                .properties()
                .forEach(
                        inside ->
                                fields.put(
                                        inside.getKey(),
                                        collected(step, result(inside.getValue(), variables))));
        return ValueType.object(fields, Others.NONE);
    }

    private static ValueType collected(JsonNode around, ValueType result) {
        return around.path("onError").asText().equals("collect")
                ? object("value", result, "error", ERROR)
                : result;
    }

    /** A result that is too large for the journal is one that says where it is. */
    private static ValueType orArtifact(ValueType result) {
        boolean canBeLarge =
                result.canBe(Kind.STRING) || result.canBe(Kind.LIST) || result.canBe(Kind.MAP);
        return canBeLarge
                ? result.or(object("artifact", ValueType.STRING, "size", ValueType.NUMBER))
                : result;
    }

    private static ValueType object(String one, ValueType its, String other, ValueType others) {
        return ValueType.object(Map.of(one, its, other, others), Others.NONE);
    }

    /** What is known of JSON with templates in it. */
    ValueType of(JsonNode value, Map<String, ValueType> variables) {
        return value.isMissingNode()
                ? ValueType.ANY
                : JsonTypes.of(value, text -> text(text, variables));
    }

    private ValueType text(String text, Map<String, ValueType> variables) {
        try {
            var parsed = TemplateText.parse(text);
            return parsed.isOneExpression()
                            && parsed.parts().getFirst() instanceof Part.Expression(var it, _)
                    ? templates.types(templates.compile(it), variables).type()
                    : ValueType.STRING;
        } catch (TemplateFailed alreadyRefused) {
            return ValueType.ANY;
        }
    }
}
