package io.agentrunner.journal;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
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
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.StepKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private EventSamples() {}

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
                            RunId.of("0199f3a2-0000-7000-8000-000000000001"),
                            LATER,
                            Duration.ofMinutes(90),
                            NOON),
                    new RunStarted("node-1", NOON),
                    new RunWaiting(Reason.APPROVAL, "Ship A-1?", LATER, NOON),
                    new RunResumed("node-1", NOON),
                    new RunCompleted("{\"shipped\": true}", NOON),
                    new RunFailed(Reason.STEP_FAILED, "charge failed: TIMEOUT", NOON),
                    new RunCancelRequested("ordered twice", NOON),
                    new RunCanceled(Reason.CANCEL_REQUESTED, "ordered twice", NOON),
                    new RunTimedOut(Duration.ofHours(1), NOON),
                    new RunRecovered("node-2", "node-1", NOON),
                    new StepStarted(CHARGE, "http", 1, "node-1", NOON),
                    new StepCompleted(CHARGE, 1, "[1.10, null, \"\u00fc\"]", NOON),
                    new StepFailed(CHARGE, 3, Reason.STEP_TIMEOUT, TIMEOUT, NOON),
                    new StepRetryScheduled(CHARGE, 1, TIMEOUT, LATER, NOON),
                    new StepTimedOut(CHARGE, 1, Reason.ATTEMPT_TIMEOUT, NOON),
                    new StepWaiting(CHARGE, 1, Reason.SLEEP, "sleeps 30 s", LATER, NOON),
                    new StepResumed(CHARGE, 1, NOON),
                    new StepCanceled(CHARGE, 1, Reason.CANCEL_REQUESTED, "ordered twice", NOON),
                    new ArtifactCreated(CHARGE, 1, LABEL, NOON));
}
