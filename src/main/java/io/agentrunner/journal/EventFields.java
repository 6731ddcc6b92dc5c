package io.agentrunner.journal;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.FlowEvent;
import io.agentrunner.run.Lifecycle;
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
import io.agentrunner.run.RunEvent;
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
import io.agentrunner.run.StepKey;
import io.agentrunner.run.WaitEvent;

/** Says which fields each event has. The time is not among them: it is the row's. */
final class EventFields {

    private EventFields() {}

    static void write(RunEvent event, JsonWriter json) {
        switch (event) {
            case Lifecycle lifecycle -> write(lifecycle, json);
            case StepEvent step -> write(step, json);
            case WaitEvent wait -> WaitFields.write(wait, json);
            case FlowEvent flow -> FlowFields.write(flow, json);
        }
    }

    private static void write(Lifecycle event, JsonWriter json) {
        switch (event) {
            case RunCreated created -> write(created, json);
            case RunStarted started -> json.text("node", started.node());
            case RunWaiting waiting ->
                    json.text("reason", waiting.reason())
                            .text("message", waiting.message())
                            .text("until", waiting.until());
            case RunForked forked ->
                    json.text("from", forked.from())
                            .number("seq", forked.seq())
                            .objects("steps", forked.steps(), step -> write(step, json))
                            .text("next", forked.next());
            case RunPaused paused -> json.text("reason", paused.reason());
            case RunStepRequested _ -> {}
            case RunResumed resumed -> json.text("node", resumed.node());
            case RunCompleted completed -> json.raw("result", completed.result());
            case RunFailed failed ->
                    json.text("reason", failed.reason()).text("message", failed.message());
            case RunCancelRequested request ->
                    json.text("cause", request.cause()).text("reason", request.reason());
            case RunCanceled canceled ->
                    json.text("reason", canceled.reason()).text("message", canceled.message());
            case RunTimedOut timedOut -> json.text("limit", timedOut.limit());
            case RunRecovered recovered ->
                    json.text("node", recovered.node()).text("from", recovered.from());
        }
    }

    private static void write(RunCreated created, JsonWriter json) {
        json.text("workflow", created.workflow())
                .text("version", created.version())
                .raw("inputs", created.inputs())
                .texts("tags", created.tags())
                .raw("metadata", created.metadata())
                .number("priority", created.priority())
                .text("correlationId", created.correlationId())
                .text("startAt", created.startAt())
                .text("timeout", created.timeout())
                .text("forkedFrom", created.forkedFrom())
                .text("reason", created.reason());
        var slot = created.slot();
        if (slot != null) {
            json.object("concurrency").text("key", slot.key()).number("max", slot.max()).end();
        }
        var parent = created.parent();
        if (parent != null) {
            json.text("parentRunId", parent.run()).object("parentStep");
            write(parent.step(), parent.attempt(), json);
            json.end();
        }
    }

    private static void write(Reused step, JsonWriter json) {
        json.text("path", step.step().path())
                .number("iteration", step.step().iteration())
                .text("type", step.type())
                .raw("result", step.result())
                .text("node", step.node())
                .text("startedAt", step.startedAt())
                .text("endedAt", step.endedAt());
    }

    static void write(StepKey step, int attempt, JsonWriter json) {
        json.text("path", step.path())
                .number("iteration", step.iteration())
                .number("attempt", attempt);
    }

    private static void write(StepEvent event, JsonWriter json) {
        write(event.step(), event.attempt(), json);
        switch (event) {
            case StepStarted started ->
                    json.text("type", started.type())
                            .text("node", started.node())
                            .text("code", started.code());
            case StepCompleted completed -> json.raw("result", completed.result());
            case StepFailed failed -> {
                json.text("reason", failed.reason());
                write(failed.failure(), json);
            }
            case StepRetryScheduled retry -> {
                write(retry.failure(), json);
                json.text("next", retry.next());
            }
            case StepTimedOut timedOut -> json.text("reason", timedOut.reason());
            case StepWaiting waiting -> write(waiting, json);
            case SideEffectRecorded recorded ->
                    json.text("name", recorded.effect().name())
                            .raw("value", recorded.effect().value());
            case StepResumed _ -> {}
            case StepCanceled canceled ->
                    json.text("reason", canceled.reason()).text("message", canceled.message());
            case ArtifactCreated created -> write(created.artifact(), json);
        }
    }

    private static void write(StepWaiting waiting, JsonWriter json) {
        json.text("reason", waiting.reason())
                .text("message", waiting.message())
                .text("until", waiting.until())
                .text("signal", waiting.signal());
        if (waiting.items() != null) {
            json.raws("items", waiting.items());
        }
    }

    private static void write(Failure failure, JsonWriter json) {
        json.object("error")
                .text("code", failure.code())
                .text("message", failure.message())
                .raw("details", failure.details())
                .text("stackTrace", failure.stackTrace())
                .end();
    }

    private static void write(Artifact artifact, JsonWriter json) {
        json.object("artifact")
                .text("id", artifact.id())
                .text("name", artifact.name())
                .text("kind", artifact.kind())
                .text("contentType", artifact.contentType())
                .number("size", artifact.size())
                .text("sha256", artifact.sha256())
                .end();
    }
}
