package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Failure;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import org.jspecify.annotations.Nullable;

/**
 * What came of the steps inside a step.
 *
 * @param collects whether a failure is a result like any other
 */
record Inside(boolean collects) {

    static Inside of(Settings settings) {
        return new Inside(
                settings.raw("onError").filter(it -> it.asText().equals("collect")).isPresent());
    }

    /** Whether the task goes on after the end of all of them. */
    static boolean isOver(StepTask task) {
        return task.current().awaited() instanceof Awaited.Branches;
    }

    /** Its result, or with {@code collect} {@code {value}} or {@code {error}}. */
    JsonNode result(StepRun step) {
        if (step.state() == StepState.COMPLETED) {
            var value = value(step);
            return collects ? Json.object().set("value", value) : value;
        }
        var failure = failure(step);
        if (collects) {
            return Json.object().set("error", error(failure));
        }
        throw new StepFailed(failure.code(), failure.message(), details(failure));
    }

    private static JsonNode value(StepRun step) {
        var json = step.result();
        return Json.parse(json == null ? "null" : json);
    }

    private static ObjectNode error(Failure failure) {
        var error = Json.object().put("code", failure.code()).put("message", failure.message());
        return error.set("details", details(failure));
    }

    private static @Nullable JsonNode details(Failure failure) {
        var json = failure.details();
        return json == null ? null : Json.parse(json);
    }

    /** One that never came to fail by itself has none of its own. */
    private static Failure failure(StepRun step) {
        var failure = step.attempt().failure();
        return failure == null
                ? Failure.of(
                        String.valueOf(step.reason()), step.key().path() + " is " + step.state())
                : failure;
    }
}
