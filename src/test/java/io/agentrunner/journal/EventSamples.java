package io.agentrunner.journal;

import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Failure;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Diverged;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Way;
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
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
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
import io.agentrunner.run.Verdict;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.ChildStarted;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One event of every kind, with every field filled: what the golden files hold. */
final class EventSamples {

    static final Instant NOON = Instant.parse("2026-03-12T12:00:00.123456Z");
    private static final Instant LATER = Instant.parse("2026-03-12T12:00:30Z");
    private static final StepKey CHARGE = new StepKey("fan.charge[3]", 2);
    private static final Failure TIMEOUT =
            new Failure("TIMEOUT", "no answer in 30 s", "{\"amount\": 1.10}", "at Charge.java:7");
    private static final Artifact LABEL =
            new Artifact(
                    UUID.fromString("0199f3a2-0000-7000-8000-000000000002"),
                    "out/label.pdf",
                    "file",
                    "application/pdf",
                    4_294_967_296L,
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static final RunId PARENT = RunId.of("0199f3a2-0000-7000-8000-000000000001");
    private static final RunId OTHER = RunId.of("0199f3a2-0000-7000-8000-000000000003");

    private EventSamples() {}

    /** What files of earlier versions hold, by their name. */
    static final Map<String, RunEvent> EARLIER =
            Map.of(
                    "run.created.v1.json",
                    new RunCreated(
                            "order",
                            "sha256:abc",
                            "{\"orderId\":\"A-1\", \"total\":1.10, \"big\":123456789012345678901234567890}",
                            List.of("eu", "priority"),
                            "{\"team\":\"shop\"}",
                            -5,
                            "c-1",
                            new Parent(PARENT, StepKey.first(""), 1),
                            LATER,
                            Duration.ofMinutes(90),
                            NOON),
                    "run.created.v2.json",
                    new RunCreated(
                            "order",
                            "sha256:abc",
                            "{\"orderId\":\"A-1\", \"total\":1.10, \"big\":123456789012345678901234567890}",
                            List.of("eu", "priority"),
                            "{\"team\":\"shop\"}",
                            -5,
                            "c-1",
                            new Parent(PARENT, CHARGE, 2),
                            OTHER,
                            null,
                            new Slot("order \"ann\"", 2),
                            LATER,
                            Duration.ofMinutes(90),
                            NOON),
                    "run.cancel_requested.v1.json",
                    new RunCancelRequested("ordered twice", NOON),
                    "run.forked.v1.json",
                    new RunForked(
                            OTHER,
                            17,
                            List.of(
                                    new Reused(
                                            StepKey.first("plan"),
                                            "set",
                                            "{\"n\": 1.10}",
                                            "node-1",
                                            NOON,
                                            LATER)),
                            null,
                            NOON),
                    "step.started.v1.json",
                    new StepStarted(CHARGE, "http", 1, "node-1", NOON),
                    "step.waiting.v1.json",
                    new StepWaiting(CHARGE, 1, Reason.SLEEP, "sleeps 30 s", LATER, NOON));

    static final List<RunEvent> ALL =
            List.of(
                    new RunCreated(
                            "order",
                            "sha256:abc",
                            "{\"orderId\":\"A-1\", \"total\":1.10, \"big\":123456789012345678901234567890}",
                            List.of("eu", "priority"),
                            "{\"team\":\"shop\"}",
                            -5,
                            "c-1",
                            new Parent(PARENT, CHARGE, 2),
                            OTHER,
                            "the carrier is back",
                            new Slot("order \"ann\"", 2),
                            LATER,
                            Duration.ofMinutes(90),
                            NOON),
                    new RunForked(
                            OTHER,
                            17,
                            List.of(
                                    new Reused(
                                            StepKey.first("plan"),
                                            "set",
                                            "{\"n\": 1.10}",
                                            "node-1",
                                            NOON,
                                            LATER)),
                            "ship",
                            NOON),
                    new Branched(
                            StepKey.first("plan"),
                            new Way(
                                    2,
                                    Direction.SKIP_TO,
                                    "ship",
                                    "{\"result.n\": 1.10}",
                                    List.of()),
                            NOON),
                    new Diverged(
                            new StepKey("plan", 2),
                            new Way(1, Direction.BACK_TO, "plan", "{}", List.of("plan", "ship")),
                            NOON),
                    new StepSkipped(StepKey.first("plan"), "set", NOON),
                    new RunPaused("look first", NOON),
                    new RunStepRequested(NOON),
                    new RunStarted("node-1", NOON),
                    new RunWaiting(Reason.APPROVAL, "Ship A-1?", LATER, NOON),
                    new RunResumed("node-1", NOON),
                    new RunCompleted("{\"shipped\": true}", NOON),
                    new RunFailed(Reason.STEP_FAILED, "charge failed: TIMEOUT", NOON),
                    new RunCancelRequested(Reason.PARENT_CANCELED, "ordered twice", NOON),
                    new RunCanceled(Reason.CANCEL_REQUESTED, "ordered twice", NOON),
                    new RunTimedOut(Duration.ofHours(1), NOON),
                    new RunRecovered("node-2", "node-1", NOON),
                    new StepStarted(CHARGE, "java", 1, "node-1", "sha256:def", NOON),
                    new StepCompleted(CHARGE, 1, "[1.10, null, \"\u00fc\"]", NOON),
                    new StepFailed(CHARGE, 3, Reason.STEP_TIMEOUT, TIMEOUT, NOON),
                    new StepRetryScheduled(CHARGE, 1, TIMEOUT, LATER, NOON),
                    new StepTimedOut(CHARGE, 1, Reason.ATTEMPT_TIMEOUT, NOON),
                    new StepWaiting(
                            CHARGE,
                            1,
                            Reason.SIGNAL,
                            "waiting for signal paid",
                            LATER,
                            "paid",
                            List.of("1.10", "{\"a\": null}", "\"\u00fc\""),
                            NOON),
                    new SideEffectRecorded(CHARGE, 1, new Effect("now", "\"2026\""), NOON),
                    new ApprovalRequested(
                            CHARGE,
                            1,
                            new ApprovalRequest(
                                    "Ship A-1?",
                                    "shipping",
                                    "{\"total\": 1.10}",
                                    "{\"type\": \"object\"}",
                                    true),
                            LATER,
                            NOON),
                    new ApprovalDecided(
                            CHARGE, 1, new Verdict(true, "{\"box\": 1}", "go", "anna", NOON), NOON),
                    new SignalReceived(new Signal("paid", "{\"total\": 1.10}"), NOON),
                    new ChildStarted(CHARGE, 1, OTHER, "parcel", NOON),
                    new ChildEnded(
                            CHARGE,
                            1,
                            OTHER,
                            new ChildEnd(RunState.FAILED, "{\"n\": 1.10}", "no stamps"),
                            NOON),
                    new StepResumed(CHARGE, 1, NOON),
                    new StepCanceled(CHARGE, 1, Reason.CANCEL_REQUESTED, "ordered twice", NOON),
                    new ArtifactCreated(CHARGE, 1, LABEL, NOON));
}
