package io.agentrunner.dashboard;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Runs told event by event; times are seconds since the run was created. */
final class Histories {

    static final Instant NOON = Instant.parse("2026-03-12T12:00:00Z");
    static final RunId ID = RunId.of("0199f3a2-9d07-7000-8000-000000000001");

    private final List<RunEvent> events = new ArrayList<>();
    private int attempt = 1;

    static Instant at(double seconds) {
        return NOON.plusNanos(Math.round(seconds * 1e9));
    }

    static Workflow workflow(String... steps) {
        var retry =
                new RetryPolicy(
                        3, Duration.ofSeconds(2), 2, Duration.ofMinutes(1), 0, Set.of(), Set.of());
        var timeline = new ArrayList<Step>();
        for (var name : steps) {
            timeline.add(
                    new Step(
                            name,
                            "shell",
                            null,
                            "{\"run\":\"./mvnw -q -B " + name + "\"}",
                            Duration.ofMinutes(5),
                            null,
                            retry,
                            3));
        }
        return new Workflow(
                "bootstrap",
                "sha256:c20ad4d76fe97759aa27a0c99bff6710",
                "1",
                "Builds an application",
                null,
                null,
                timeline,
                null,
                "{\"name\":\"bootstrap\",\"timeline\":[\"plan\"]}");
    }

    Histories created(String... tags) {
        return add(
                new RunCreated(
                        "bootstrap",
                        "sha256:c20ad4d76fe97759aa27a0c99bff6710",
                        "{\"group\":\"org.example\",\"artifact\":\"shop\",\"extensions\":[\"rest\",\"smallrye-health\"]}",
                        List.of(tags),
                        "{}",
                        0,
                        "shop-88213",
                        null,
                        null,
                        null,
                        NOON));
    }

    Histories started(double at) {
        return add(new RunStarted("node-a", at(at)));
    }

    Histories begins(String step, int attempt, double at) {
        this.attempt = attempt;
        return add(new StepStarted(StepKey.first(step), "shell", attempt, "node-a", at(at)));
    }

    Histories artifact(String step, String name, String type, long size, double at) {
        var kind = name.equals("output.log") ? "log" : "file";
        var id =
                UUID.nameUUIDFromBytes(
                        (step + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return add(
                new ArtifactCreated(
                        StepKey.first(step),
                        attempt,
                        new Artifact(id, name, kind, type, size, "00"),
                        at(at)));
    }

    Histories completes(String step, int attempt, double at) {
        return add(new StepCompleted(StepKey.first(step), attempt, "{\"exitCode\":0}", at(at)));
    }

    Histories skips(String step, String over, String to, double at) {
        var way = new Way(1, Direction.SKIP_TO, to, "{}", List.of());
        return add(new Branched(StepKey.first(step), way, at(at)))
                .add(new StepSkipped(StepKey.first(over), "shell", at(at)));
    }

    Histories failsAndRetries(String step, int attempt, double at, double next) {
        return add(new StepRetryScheduled(
                        StepKey.first(step),
                        attempt,
                        Failure.of("TIMEOUT", "no answer from localhost:9000 within 10 s"),
                        at(next),
                        at(at)))
                .add(
                        new RunWaiting(
                                Reason.RETRY,
                                step + ": attempt " + attempt + " failed with TIMEOUT",
                                at(next),
                                at(at)));
    }

    Histories resumes(double at) {
        return add(new RunResumed("node-a", at(at)));
    }

    Histories recovered(double at) {
        return add(new RunRecovered("node-b", "node-a", at(at)));
    }

    Histories fails(String step, int attempt, String code, String message, double at) {
        return add(new StepFailed(
                        StepKey.first(step),
                        attempt,
                        Reason.STEP_FAILED,
                        Failure.of(code, message),
                        at(at)))
                .add(
                        new RunFailed(
                                Reason.STEP_FAILED,
                                step + " failed with " + code + ": " + message,
                                at(at)));
    }

    Histories ends(double at) {
        return add(
                new RunCompleted(
                        "{\"application\":\"shop\",\"tests\":{\"run\":7,\"failed\":0}}", at(at)));
    }

    Histories add(RunEvent event) {
        events.add(event);
        return this;
    }

    Run run() {
        return Run.fold(ID, events);
    }

    List<EventRow> rows() {
        var rows = new ArrayList<EventRow>();
        for (var event : events) {
            rows.add(EventRow.of(rows.size() + 1, event, NOON));
        }
        return rows;
    }

    List<FileRow> files() {
        return events.stream()
                .filter(ArtifactCreated.class::isInstance)
                .map(ArtifactCreated.class::cast)
                .map(it -> FileRow.of(it.artifact(), it.step().path(), null))
                .toList();
    }
}
