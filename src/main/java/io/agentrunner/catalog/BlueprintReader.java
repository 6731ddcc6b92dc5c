package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a document into a draft, as far as its fields are known and of the right types. */
final class BlueprintReader {

    static final List<String> FIELDS =
            List.of(
                    "name",
                    "versionLabel",
                    "description",
                    "inputs",
                    "timeout",
                    "timeline",
                    "steps",
                    "output");
    static final List<String> STEP_FIELDS =
            List.of("type", "description", "timeout", "totalTimeout", "retry", "maxCrashes");
    static final List<String> RETRY_FIELDS =
            List.of(
                    "maxAttempts",
                    "backoff",
                    "factor",
                    "maxBackoff",
                    "jitter",
                    "retryOn",
                    "doNotRetryOn");
    private static final Set<String> LATER = Set.of("diverge", "branch", "pauseAfterRetries");

    private final Source source;
    private final List<Mistake> mistakes = new ArrayList<>();

    BlueprintReader(Source source) {
        this.source = source;
    }

    /** What was wrong with the fields, once {@link #read} has run. */
    List<Mistake> mistakes() {
        return mistakes;
    }

    /** The draft; fields with mistakes are as if they were absent. */
    Draft read() {
        var root = source.root();
        if (!root.isObject()) {
            mistakes.add(source.at("", "must be an object with name, timeline and steps"));
            return draft(Fields.none(source));
        }
        return draft(new Fields(source, mistakes, "", root));
    }

    private Draft draft(Fields root) {
        allow(root, FIELDS);
        root.require("name", "what runs are started by");
        root.require("timeline", "the list of the steps' names, in order");
        root.require("steps", "the steps by name");
        return new Draft(
                root.text("name").orElse(""),
                root.label("versionLabel").orElse(null),
                root.text("description").orElse(null),
                root.typed("inputs", JsonNode::isObject, "a JSON Schema")
                        .map(Json::write)
                        .orElse(null),
                root.duration("timeout").orElse(null),
                root.texts("timeline"),
                root.object("steps").map(this::steps).orElse(Map.of()),
                root.any("output").map(Json::write).orElse(null));
    }

    /** What comes later is refused by name, so that nobody looks for the typing error. */
    private static void allow(Fields fields, List<String> names) {
        var known = new ArrayList<>(names);
        for (var later : LATER) {
            if (fields.has(later) && !names.contains(later)) {
                fields.refuseName(later, "`" + later + "` is not available in this version");
                known.add(later);
            }
        }
        fields.allow(known);
    }

    private Map<String, Step> steps(Fields steps) {
        var found = new LinkedHashMap<String, Step>();
        for (var entry : steps.node().properties()) {
            var name = entry.getKey();
            found.put(name, step(name, steps.object(name).orElse(Fields.none(source))));
        }
        return found;
    }

    private Step step(String name, Fields step) {
        var kind = kind(step);
        kind.ifPresent(it -> check(it, step));
        return new Step(
                name,
                kind.map(StepKind::type).orElse(""),
                step.text("description").orElse(null),
                kind.map(it -> settings(it, step)).orElse("{}"),
                step.duration("timeout").orElse(Step.DEFAULT_TIMEOUT),
                step.duration("totalTimeout").orElse(null),
                step.object("retry").map(this::retry).orElse(RetryPolicy.NONE),
                step.integer("maxCrashes").orElse(Step.DEFAULT_MAX_CRASHES));
    }

    private static void check(StepKind kind, Fields step) {
        var known = new ArrayList<>(kind.fields());
        known.addAll(STEP_FIELDS);
        allow(step, known);
        kind.check(step);
    }

    private static Optional<StepKind> kind(Fields step) {
        if (!step.require("type", "one of " + String.join(", ", StepKind.types()))) {
            allow(step, StepKind.allFields(STEP_FIELDS));
            return Optional.empty();
        }
        var type = step.text("type");
        var kind = type.flatMap(StepKind::of);
        if (type.isPresent() && kind.isEmpty()) {
            step.refuse("type", unknownType(type.get()));
        }
        return kind;
    }

    private static String unknownType(String type) {
        return StepKind.LATER.contains(type)
                ? "step type `" + type + "` is not available in this version"
                : Fields.unknown("step type `" + type + "`", type, StepKind.types());
    }

    private static String settings(StepKind kind, Fields step) {
        var settings = JsonNodeFactory.instance.objectNode();
        for (var field : kind.fields()) {
            step.any(field).ifPresent(value -> settings.set(field, value));
        }
        return Json.write(settings);
    }

    private RetryPolicy retry(Fields retry) {
        allow(retry, RETRY_FIELDS);
        var usual = RetryPolicy.NONE;
        var backoff = retry.duration("backoff").orElse(usual.backoff());
        return new RetryPolicy(
                retry.integer("maxAttempts").orElse(usual.maxAttempts()),
                backoff,
                retry.number("factor").orElse(usual.factor()),
                retry.duration("maxBackoff").orElse(longer(backoff, usual.maxBackoff())),
                retry.number("jitter").orElse(usual.jitter()),
                Set.copyOf(retry.texts("retryOn")),
                Set.copyOf(retry.texts("doNotRetryOn")));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
