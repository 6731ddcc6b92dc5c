package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.workflow.Workflow;
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
        workflow.flow().diverge().forEach((step, _) -> rules(definition, structure, "diverge", step));
        workflow.flow().branch().forEach((step, _) -> rules(definition, structure, "branch", step));
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

    private static void rules(JsonNode definition, ObjectNode structure, String turn, String step) {
        var rules = structure.withObjectProperty(turn).putArray(step);
        for (var rule : definition.get(turn).get(step)) {
            var reduced = rules.addObject().put("rule", label(rule));
            copy(rule, reduced, Set.of("max"));
            var then = rule.get("then");
            reduced.set("then", then.has("fail") ? JSON.textNode("fail") : then);
        }
    }

    private static void copy(JsonNode from, ObjectNode to, Set<String> fields) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (fields.contains(field.getKey())) {
                to.set(field.getKey(), field.getValue());
            }
        }
    }
}
