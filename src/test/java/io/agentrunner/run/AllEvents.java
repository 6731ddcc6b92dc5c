package io.agentrunner.run;

import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;

import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Diverged;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
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
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.ChildStarted;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every event that one can think of for a run, whether the run would take it or not. */
final class AllEvents {

    /** Reasons of all sorts: to wait for something, for another attempt, for a person; to end. */
    private static final List<Reason> REASONS =
            List.of(
                    Reason.SLEEP,
                    Reason.CHILD,
                    Reason.RETRY,
                    Reason.RETRIES_EXHAUSTED,
                    Reason.PAUSED,
                    Reason.STEP_FAILED,
                    Reason.STEP_TIMEOUT);

    private AllEvents() {}

    static Stream<RunEvent> about(Run run) {
        return Stream.of(
                        ofRun(),
                        REASONS.stream().flatMap(AllEvents::ofRun),
                        steps(run).flatMap(step -> ofStep(run, step)),
                        steps(run).flatMap(AllEvents::ofFlow))
                .flatMap(it -> it);
    }

    /** About the run as a whole, without a reason. */
    static Stream<RunEvent> ofRun() {
        return Stream.of(
                Samples.CREATED,
                new RunForked(Situation.CHILD, 9, reused(), null, NOON),
                new RunStarted(NODE, NOON),
                new RunPaused(null, NOON),
                new RunStepRequested(NOON),
                new RunResumed(NODE, NOON),
                new RunCompleted("1", NOON),
                new RunCancelRequested("enough", NOON),
                new RunTimedOut(Duration.ofSeconds(1), NOON),
                new RunRecovered("n2", NODE, NOON),
                new SignalReceived(new Signal("paid", "1"), NOON));
    }

    private static List<Reused> reused() {
        return List.of(new Reused(Samples.B, "shell", "1", NODE, NOON, NOON));
    }

    private static Stream<RunEvent> ofRun(Reason reason) {
        return Stream.of(
                new RunWaiting(reason, "waits", null, NOON),
                new RunFailed(reason, "no", NOON),
                new RunCanceled(reason, "enough", NOON));
    }

    /** Those it has, and some that it may come to have. */
    private static Stream<StepKey> steps(Run run) {
        return Stream.concat(
                        run.steps().stream().map(StepRun::key),
                        Stream.of("a", "b", "f", "f.c", "z").map(StepKey::first))
                .distinct();
    }

    private static Stream<RunEvent> ofStep(Run run, StepKey step) {
        int latest = run.steps().find(step).map(it -> it.attempts().size()).orElse(1);
        return IntStream.rangeClosed(latest, latest + 1)
                .boxed()
                .flatMap(
                        attempt ->
                                Stream.of(
                                                ofStep(step, attempt),
                                                ofWait(step, attempt),
                                                REASONS.stream()
                                                        .flatMap(it -> ofStep(step, attempt, it)))
                                        .flatMap(it -> it));
    }

    private static Stream<RunEvent> ofFlow(StepKey step) {
        var back = new Way(1, Direction.BACK_TO, step.path(), "{}", List.of(step.path()));
        return Stream.of(
                new Diverged(step, back, NOON),
                new Branched(step, back, NOON),
                new StepSkipped(step, "shell", NOON));
    }

    private static Stream<RunEvent> ofStep(StepKey step, int attempt) {
        return Stream.of(
                new StepStarted(step, "shell", attempt, NODE, NOON),
                new StepCompleted(step, attempt, "1", NOON),
                new StepRetryScheduled(step, attempt, BROKEN, NOON, NOON),
                new StepRetryScheduled(step, attempt, BROKEN, null, NOON),
                new StepResumed(step, attempt, NOON),
                new SideEffectRecorded(step, attempt, new Effect("now", "1"), NOON),
                new ArtifactCreated(step, attempt, Samples.REPORT, NOON));
    }

    private static Stream<RunEvent> ofWait(StepKey step, int attempt) {
        var end = new ChildEnd(RunState.COMPLETED, "1", null);
        var verdict = Samples.verdict(true, null);
        return Stream.of(
                new ApprovalRequested(step, attempt, Samples.SHIP.request(), null, NOON),
                new ApprovalDecided(step, attempt, verdict, NOON),
                new ChildStarted(step, attempt, Situation.CHILD, "parcel", NOON),
                new ChildEnded(step, attempt, Situation.CHILD, end, NOON));
    }

    private static Stream<RunEvent> ofStep(StepKey step, int attempt, Reason reason) {
        return Stream.of(
                new StepFailed(step, attempt, reason, BROKEN, NOON),
                new StepTimedOut(step, attempt, reason, NOON),
                new StepWaiting(step, attempt, reason, "waits", null, NOON),
                new StepCanceled(step, attempt, reason, "late", NOON));
    }
}
