package io.agentrunner.journal;

import io.agentrunner.run.Effect;
import io.agentrunner.run.FlowEvent;
import io.agentrunner.run.Lifecycle;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.Lifecycle.Slot;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.SideEffectRecorded;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Events as the JSON that is stored and sent. What one release wrote every later one reads;
 * payloads pass through letter by letter.
 */
public final class EventCodec {

    private EventCodec() {}

    /** One transition as it is stored: {@code [{"type": "step.started", "data": {…}}, …]}. */
    public static String encode(List<RunEvent> events) {
        var json = new JsonWriter();
        json.array();
        for (var event : events) {
            json.object().text("type", type(event)).object("data");
            EventFields.write(event, json);
            json.end().end();
        }
        return json.endArray().finish();
    }

    /** The dotted name by which clients know that kind of event. */
    public static String type(RunEvent event) {
        return switch (event) {
            case Lifecycle lifecycle -> type(lifecycle);
            case StepEvent step -> type(step);
            case WaitEvent wait -> WaitFields.type(wait);
            case FlowEvent flow -> FlowFields.type(flow);
        };
    }

    private static String type(Lifecycle event) {
        return switch (event) {
            case RunCreated _ -> "run.created";
            case RunStarted _ -> "run.started";
            case RunWaiting _ -> "run.waiting";
            case RunForked _ -> "run.forked";
            case RunPaused _ -> "run.paused";
            case RunStepRequested _ -> "run.step_requested";
            case RunResumed _ -> "run.resumed";
            case RunCompleted _ -> "run.completed";
            case RunFailed _ -> "run.failed";
            case RunCancelRequested _ -> "run.cancel_requested";
            case RunCanceled _ -> "run.canceled";
            case RunTimedOut _ -> "run.timed_out";
            case RunRecovered _ -> "run.recovered";
        };
    }

    private static String type(StepEvent event) {
        return switch (event) {
            case StepStarted _ -> "step.started";
            case StepCompleted _ -> "step.completed";
            case StepFailed _ -> "step.failed";
            case StepRetryScheduled _ -> "step.retry_scheduled";
            case StepTimedOut _ -> "step.timed_out";
            case StepWaiting _ -> "step.waiting";
            case StepResumed _ -> "step.resumed";
            case StepCanceled _ -> "step.canceled";
            case SideEffectRecorded _ -> "side_effect.recorded";
            case ArtifactCreated _ -> "artifact.created";
        };
    }

    /**
     * The event that was stored under that type at that time. Fields that are not known here are
     * passed over; fields that came later than the record have their defaults.
     *
     * @throws IllegalArgumentException for a type this release does not know, or data that is not
     *     of its shape
     */
    public static RunEvent decode(String type, Instant at, String data) {
        var json = JsonFields.of(data);
        try {
            return switch (type.substring(0, type.indexOf('.') + 1)) {
                case "run." -> ofRun(type, json, at);
                case "approval.", "signal.", "child." -> WaitFields.read(type, json, at);
                case "flow." -> FlowFields.read(type, json, at);
                default -> ofStep(type, json, at);
            };
        } catch (DateTimeException | NoSuchElementException otherShape) {
            throw new IllegalArgumentException("no %s: %s".formatted(type, data), otherShape);
        }
    }

    private static RunEvent ofRun(String type, JsonFields json, Instant at) {
        return switch (type) {
            case "run.created" -> created(json, at);
            case "run.started" -> new RunStarted(json.text("node"), at);
            case "run.waiting" ->
                    new RunWaiting(
                            json.reason("reason"), json.text("message"), json.time("until"), at);
            case "run.forked" ->
                    new RunForked(
                            RunId.of(json.text("from")),
                            json.number("seq"),
                            json.raws("steps").stream().map(EventCodec::reused).toList(),
                            json.optionalText("next"),
                            at);
            case "run.paused" -> new RunPaused(json.optionalText("reason"), at);
            case "run.step_requested" -> new RunStepRequested(at);
            case "run.resumed" -> new RunResumed(json.text("node"), at);
            case "run.completed" -> new RunCompleted(json.raw("result", "null"), at);
            case "run.failed" -> new RunFailed(json.reason("reason"), json.text("message"), at);
            case "run.cancel_requested" ->
                    new RunCancelRequested(
                            json.has("cause") ? json.reason("cause") : Reason.CANCEL_REQUESTED,
                            json.optionalText("reason"),
                            at);
            case "run.canceled" -> new RunCanceled(json.reason("reason"), json.text("message"), at);
            case "run.timed_out" -> new RunTimedOut(json.requiredDuration("limit"), at);
            case "run.recovered" -> new RunRecovered(json.text("node"), json.text("from"), at);
            default -> throw unknown(type);
        };
    }

    private static RunCreated created(JsonFields json, Instant at) {
        return new RunCreated(
                json.text("workflow"),
                json.text("version"),
                json.raw("inputs", "{}"),
                json.texts("tags"),
                json.raw("metadata", "{}"),
                json.integer("priority", 0),
                json.optionalText("correlationId"),
                parent(json),
                runId(json, "forkedFrom"),
                json.optionalText("reason"),
                slot(json),
                json.time("startAt"),
                json.duration("timeout"),
                at);
    }

    private static @Nullable Parent parent(JsonFields json) {
        var run = runId(json, "parentRunId");
        if (run == null) {
            return null;
        }
        var step = JsonFields.of(json.raw("parentStep", "{\"path\": \"\"}"));
        return new Parent(run, step.step(), step.attempt());
    }

    private static @Nullable Slot slot(JsonFields json) {
        var slot = json.optionalRaw("concurrency");
        if (slot == null) {
            return null;
        }
        var fields = JsonFields.of(slot);
        return new Slot(fields.text("key"), fields.integer("max", 1));
    }

    private static @Nullable RunId runId(JsonFields json, String field) {
        var text = json.optionalText(field);
        return text == null ? null : RunId.of(text);
    }

    private static Reused reused(String data) {
        var json = JsonFields.of(data);
        return new Reused(
                json.step(),
                json.text("type"),
                json.raw("result", "null"),
                json.text("node"),
                json.requiredTime("startedAt"),
                json.requiredTime("endedAt"));
    }

    private static RunEvent ofStep(String type, JsonFields json, Instant at) {
        return switch (type) {
            case "step.started" ->
                    new StepStarted(
                            json.step(),
                            json.text("type"),
                            json.attempt(),
                            json.text("node"),
                            json.optionalText("code"),
                            at);
            case "step.completed" ->
                    new StepCompleted(json.step(), json.attempt(), json.raw("result", "null"), at);
            case "step.failed" ->
                    new StepFailed(
                            json.step(), json.attempt(), json.reason("reason"), json.error(), at);
            case "step.retry_scheduled" ->
                    new StepRetryScheduled(
                            json.step(), json.attempt(), json.error(), json.time("next"), at);
            case "step.timed_out" ->
                    new StepTimedOut(json.step(), json.attempt(), json.reason("reason"), at);
            case "step.waiting" ->
                    new StepWaiting(
                            json.step(),
                            json.attempt(),
                            json.reason("reason"),
                            json.text("message"),
                            json.time("until"),
                            json.optionalText("signal"),
                            json.has("items") ? json.raws("items") : null,
                            at);
            case "side_effect.recorded" ->
                    new SideEffectRecorded(
                            json.step(),
                            json.attempt(),
                            new Effect(json.text("name"), json.raw("value", "null")),
                            at);
            case "step.skipped" -> FlowFields.read(type, json, at);
            case "step.resumed" -> new StepResumed(json.step(), json.attempt(), at);
            case "step.canceled" ->
                    new StepCanceled(
                            json.step(),
                            json.attempt(),
                            json.reason("reason"),
                            json.text("message"),
                            at);
            case "artifact.created" ->
                    new ArtifactCreated(json.step(), json.attempt(), json.artifact(), at);
            default -> throw unknown(type);
        };
    }

    static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException("unknown event type: " + type);
    }
}
