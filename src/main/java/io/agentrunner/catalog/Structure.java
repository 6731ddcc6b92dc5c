package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What two workflows have in common that do the same by other means: the order of the steps, what
 * limits them, and what follows them. What a step does and what a rule asks are names here, and
 * what people read is left out. So a workflow has the same structure in Java and as a blueprint.
 */
public final class Structure {

    /** Steps whose work is none of the structure. */
    private static final Set<String> WORK = Set.of("set", "http", "shell", "java");

    /** What else of a step is. */
    private static final Set<String> POLICIES =
            Set.of("timeout", "totalTimeout", "retry", "maxCrashes", "maxParallel", "onError");

    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private Structure() {}

    /** {@code sha256:} and the hash of a workflow's structure. */
    public static String hash(Workflow workflow) {
        return Canonical.version(json(workflow));
    }

    /** The structure as JSON text, names sorted. */
    static String json(Workflow workflow) {
        var definition = Json.parse(workflow.definition());
        var structure = JSON.objectNode();
        copy(definition, structure, Set.of("timeline", "timeout", "recovery"));
        if (definition.has("concurrency")) {
            structure.set("concurrency", definition.get("concurrency").get("max"));
        }
        structure.set("steps", steps(definition.get("steps")));
        for (var turn : Turn.values()) {
            rules(structure, turn, workflow.flow().of(turn));
        }
        return Json.write(Canonical.sorted(structure));
    }

    private static ObjectNode steps(JsonNode steps) {
        var all = JSON.objectNode();
        for (var step : steps.properties()) {
            all.set(step.getKey(), step(step.getValue()));
        }
        return all;
    }

    private static ObjectNode step(JsonNode step) {
        var structure = JSON.objectNode();
        var type = step.path("type").asText();
        structure.put("type", WORK.contains(type) ? "work" : type);
        copy(step, structure, POLICIES);
        if (step.has("steps")) {
            structure.set("steps", steps(step.get("steps")));
        }
        if (step.has("step") && step.get("step").isObject()) {
            structure.set("step", step(step.get("step")));
        }
        return structure;
    }

    private static void rules(ObjectNode structure, Turn turn, Map<String, List<Clause>> flow) {
        if (flow.isEmpty()) {
            return;
        }
        var all = structure.putObject(turn.name());
        flow.forEach(
                (step, clauses) ->
                        clauses.forEach(rule -> all.withArrayProperty(step).add(rule(rule))));
    }

    private static ObjectNode rule(Clause clause) {
        var rule = JSON.objectNode().put("rule", clause.label());
        if (clause.max() != null) {
            rule.put("max", clause.max());
        }
        return switch (clause.then()) {
            case Continue _ -> rule.put("then", "continue");
            case BackTo(var step) -> rule.put("backTo", step);
            case SkipTo(var step) -> rule.put("skipTo", step);
            case Fail _ -> rule.put("then", "fail");
        };
    }

    private static void copy(JsonNode from, ObjectNode to, Set<String> fields) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (fields.contains(field.getKey())) {
                to.set(field.getKey(), field.getValue());
            }
        }
    }
}
