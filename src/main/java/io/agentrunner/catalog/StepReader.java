package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the steps of a document into those of a draft, the steps inside them included. */
final class StepReader {

    static final List<String> FIELDS =
            List.of("type", "description", "timeout", "totalTimeout", "retry", "maxCrashes");
    static final List<String> RETRY_FIELDS =
            List.of(
                    "maxAttempts",
                    "backoff",
                    "factor",
                    "maxBackoff",
                    "jitter",
                    "retryOn",
                    "doNotRetryOn",
                    "pauseAfterRetries");

    /** Settings that say what would be so without them. */
    private static final Map<String, String> USUAL = Map.of("onTimeout", "fail", "onError", "fail");

    private static final String USUAL_APPROVAL_TIMEOUT = Duration.ofDays(1).toString();

    private final Fields none;

    /**
     * A reader of steps.
     *
     * @param none takes the place of a step that isn't there
     */
    StepReader(Fields none) {
        this.none = none;
    }

    Map<String, Step> steps(Fields steps) {
        var found = new LinkedHashMap<String, Step>();
        for (var entry : steps.node().properties()) {
            var name = entry.getKey();
            found.put(name, step(name, steps.object(name).orElse(none)));
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
                timeout(kind, step),
                step.duration("totalTimeout").orElse(null),
                step.object("retry").map(this::retry).orElse(RetryPolicy.NONE),
                step.integer("maxCrashes").orElse(Step.DEFAULT_MAX_CRASHES),
                kind.map(it -> nested(it, name, step)).orElse(null));
    }

    private static void check(StepKind kind, Fields step) {
        var known = new ArrayList<>(kind.fields());
        FIELDS.stream().filter(field -> !known.contains(field)).forEach(known::add);
        step.allow(known);
        kind.check(step);
    }

    private static Optional<StepKind> kind(Fields step) {
        if (!step.require("type", "one of " + String.join(", ", StepKind.types()))) {
            step.allow(StepKind.allFields(FIELDS));
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

    private static Duration timeout(Optional<StepKind> kind, Fields step) {
        if (kind.filter(StepKind::waits).isPresent()) {
            return kind.get().usualTimeout();
        }
        var usual = kind.map(StepKind::usualTimeout).orElse(Step.DEFAULT_TIMEOUT);
        return step.duration("timeout").orElse(usual);
    }

    private static String settings(StepKind kind, Fields step) {
        var settings = JsonNodeFactory.instance.objectNode();
        for (var field : kind.fields()) {
            if (!isElsewhere(kind, field)) {
                step.any(field)
                        .map(value -> spelled(kind, field, value))
                        .filter(value -> !isUsual(kind, field, value))
                        .ifPresent(value -> settings.set(field, value));
            }
        }
        return Json.write(settings);
    }

    /** What {@link Step#nested()} has. */
    private static boolean isElsewhere(StepKind kind, String field) {
        return kind.nests() && Set.of("steps", "step", "maxParallel").contains(field);
    }

    private static JsonNode spelled(StepKind kind, String field, JsonNode value) {
        return kind.waits() && field.equals("timeout") && value.isTextual()
                ? Fields.parsed(value.textValue())
                        .<JsonNode>map(it -> JsonNodeFactory.instance.textNode(it.toString()))
                        .orElse(value)
                : value;
    }

    private static boolean isUsual(StepKind kind, String field, JsonNode value) {
        var usual =
                kind == StepKind.APPROVAL && field.equals("timeout")
                        ? USUAL_APPROVAL_TIMEOUT
                        : USUAL.get(field);
        return value.isTextual() && value.textValue().equals(usual);
    }

    private @Nullable Nested nested(StepKind kind, String name, Fields step) {
        if (!kind.nests()) {
            return null;
        }
        int most = step.integer("maxParallel").orElse(Integer.MAX_VALUE);
        var onError =
                step.oneOf("onError", NestedFields.ON_ERROR)
                        .map(it -> it.equals("collect") ? OnError.COLLECT : OnError.FAIL)
                        .orElse(OnError.FAIL);
        if (kind == StepKind.FOR_EACH) {
            var inside = step(name, step.object("step").orElse(none));
            return new Nested.ForEach(inside, most, onError);
        }
        var inside = step.object("steps").map(this::steps).orElse(Map.of());
        return new Nested.Parallel(List.copyOf(inside.values()), most, onError);
    }

    private RetryPolicy retry(Fields retry) {
        retry.allow(RETRY_FIELDS);
        var usual = RetryPolicy.NONE;
        var backoff = retry.duration("backoff").orElse(usual.backoff());
        return new RetryPolicy(
                retry.integer("maxAttempts").orElse(usual.maxAttempts()),
                backoff,
                retry.number("factor").orElse(usual.factor()),
                retry.duration("maxBackoff").orElse(longer(backoff, usual.maxBackoff())),
                retry.number("jitter").orElse(usual.jitter()),
                Set.copyOf(retry.texts("retryOn")),
                Set.copyOf(retry.texts("doNotRetryOn")),
                retry.flag("pauseAfterRetries").orElse(usual.pauseAfterRetries()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
