package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Clause.Condition.Java;
import io.agentrunner.workflow.Clause.Condition.Match;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;
import io.agentrunner.workflow.Concurrency;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON text of a definition: two that mean the same have the same. Names are sorted,
 * durations and numbers have one spelling, and what is the default anyway is left out.
 */
final class Canonical {

    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private Canonical() {}

    static String json(Draft draft) {
        var root = JSON.objectNode();
        root.put("name", draft.name());
        put(root, "versionLabel", draft.versionLabel());
        put(root, "description", draft.description());
        putParsed(root, "inputs", draft.inputsSchema());
        put(root, "timeout", draft.timeout());
        draft.timeline().forEach(root.putArray("timeline")::add);
        putSteps(root, draft.steps().values());
        if (!draft.flow().predicates().isEmpty()) {
            draft.flow().predicates().forEach(root.putObject("predicates")::put);
        }
        putClauses(root, "diverge", draft.flow().diverge());
        putClauses(root, "branch", draft.flow().branch());
        if (draft.recovery() == Recovery.FAIL) {
            root.put("recovery", "fail");
        }
        if (draft.concurrency() != null) {
            root.set("concurrency", concurrency(draft.concurrency()));
        }
        putParsed(root, "output", draft.output());
        return Json.write(sorted(root));
    }

    private static void putSteps(ObjectNode node, Collection<Step> steps) {
        var all = node.putObject("steps");
        steps.forEach(step -> all.set(step.name(), step(step)));
    }

    private static void putClauses(
            ObjectNode root, String turn, Map<String, List<Clause>> clauses) {
        if (!clauses.isEmpty()) {
            var node = root.putObject(turn);
            clauses.forEach(
                    (step, all) -> {
                        var list = node.putArray(step);
                        all.forEach(clause -> list.add(clause(clause)));
                    });
        }
    }

    private static ObjectNode clause(Clause clause) {
        var node = JSON.objectNode();
        put(node, "name", clause.name());
        switch (clause.condition()) {
            case When(var expression) -> node.put("when", expression);
            case Match(var pattern, var guard) -> {
                node.set("match", Json.parse(pattern));
                put(node, "when", guard);
            }
            case Java(var predicate) -> node.put("java", predicate);
            case Otherwise _ -> node.put("otherwise", true);
        }
        switch (clause.then()) {
            case Continue _ -> node.put("then", "continue");
            case BackTo(var step) -> node.putObject("then").put("backTo", step);
            case SkipTo(var step) -> node.putObject("then").put("skipTo", step);
            case Fail(var message) -> node.putObject("then").put("fail", message);
        }
        if (clause.max() != null) {
            node.put("max", clause.max());
        }
        return node;
    }

    private static ObjectNode concurrency(Concurrency concurrency) {
        var node = JSON.objectNode().put("max", concurrency.max());
        putParsed(node, "key", concurrency.key());
        return node;
    }

    private static ObjectNode step(Step step) {
        var node = JSON.objectNode();
        node.put("type", step.type());
        put(node, "description", step.description());
        for (var setting : Json.parse(step.settings()).properties()) {
            node.set(setting.getKey(), setting.getValue());
        }
        if (!step.timeout().equals(usualTimeout(step))) {
            put(node, "timeout", step.timeout());
        }
        put(node, "totalTimeout", step.totalTimeout());
        if (step.maxCrashes() != Step.DEFAULT_MAX_CRASHES) {
            node.put("maxCrashes", step.maxCrashes());
        }
        if (!step.retry().equals(RetryPolicy.NONE)) {
            node.set("retry", retry(step.retry()));
        }
        if (step.nested() != null) {
            putNested(node, step.nested());
        }
        return node;
    }

    private static Duration usualTimeout(Step step) {
        return StepKind.of(step.type()).map(StepKind::usualTimeout).orElse(Step.DEFAULT_TIMEOUT);
    }

    private static void putNested(ObjectNode node, Nested nested) {
        if (nested.maxParallel() != Integer.MAX_VALUE) {
            node.put("maxParallel", nested.maxParallel());
        }
        switch (nested) {
            case Nested.Parallel(var steps, _, _) -> putSteps(node, steps);
            case Nested.ForEach(var step, _, _) -> node.set("step", step(step));
        }
    }

    private static ObjectNode retry(RetryPolicy retry) {
        var node = JSON.objectNode();
        node.put("maxAttempts", retry.maxAttempts());
        put(node, "backoff", retry.backoff());
        node.put("factor", retry.factor());
        put(node, "maxBackoff", retry.maxBackoff());
        node.put("jitter", retry.jitter());
        putSorted(node, "retryOn", retry.retryOn());
        putSorted(node, "doNotRetryOn", retry.doNotRetryOn());
        if (retry.pauseAfterRetries()) {
            node.put("pauseAfterRetries", true);
        }
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }

    private static void putParsed(ObjectNode node, String name, @Nullable String json) {
        if (json != null) {
            node.set(name, Json.parse(json));
        }
    }

    private static void putSorted(ObjectNode node, String name, Collection<String> texts) {
        if (!texts.isEmpty()) {
            texts.stream().sorted().forEach(node.putArray(name)::add);
        }
    }

    static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            return JSON.arrayNode().addAll(node.valueStream().map(Canonical::sorted).toList());
        }
        if (!node.isObject()) {
            return node;
        }
        var fields = new TreeMap<String, JsonNode>();
        node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        return JSON.objectNode().setAll(fields);
    }

    /** The version that a canonical text is known by. */
    static String version(String json) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            return "sha256:"
                    + HexFormat.of().formatHex(hash.digest(json.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
