package io.agentrunner.journal;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Lifecycle;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.StepEvent;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;

/** Says which fields each event has. The time is not among them: it is the row's. */
final class EventFields {

    private EventFields() {}

    static void write(RunEvent event, JsonWriter json) {
        switch (event) {
            case Lifecycle lifecycle -> write(lifecycle, json);
            case StepEvent step -> write(step, json);
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
            case RunResumed resumed -> json.text("node", resumed.node());
            case RunCompleted completed -> json.raw("result", completed.result());
            case RunFailed failed ->
                    json.text("reason", failed.reason()).text("message", failed.message());
            case RunCancelRequested request -> json.text("reason", request.reason());
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
                .text("parentRunId", created.parent())
                .text("startAt", created.startAt())
                .text("timeout", created.timeout());
    }

    private static void write(StepEvent event, JsonWriter json) {
        json.text("path", event.step().path())
                .number("iteration", event.step().iteration())
                .number("attempt", event.attempt());
        switch (event) {
            case StepStarted started ->
                    json.text("type", started.type()).text("node", started.node());
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
            case StepWaiting waiting ->
                    json.text("reason", waiting.reason())
                            .text("message", waiting.message())
                            .text("until", waiting.until());
            case StepResumed _ -> {}
            case StepCanceled canceled ->
                    json.text("reason", canceled.reason()).text("message", canceled.message());
            case ArtifactCreated created -> write(created.artifact(), json);
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
