package io.agentrunner.run;

import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Turned;
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
import io.agentrunner.workflow.Flow.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event in every situation: what the run becomes, or the rule it would break. */
class FoldTableTest {

    private static final Table TABLE = Table.read("fold.txt");
    private static final Reused REUSED = new Reused(B, "shell", "1", NODE, NOON, NOON);

    @ParameterizedTest
    @EnumSource
    void each_event_has_its_answer_in(Situation situation) {
        var answers = new TreeMap<String, String>();
        events(situation).forEach((name, event) -> answers.put(name, answer(situation, event)));
        assertThat(answers).isEqualTo(TABLE.row(situation));
    }

    @Test
    void no_event_is_left_out() {
        assertThat(events(Situation.QUEUED).values().stream().<Class<?>>map(Object::getClass))
                .containsAll(Table.family(RunEvent.class).toList());
    }

    /** One of each, about the step and attempt that it is most likely about. */
    private static Map<String, RunEvent> events(Situation in) {
        var step = in.step();
        int attempt = in.attempt();
        var named = new TreeMap<String, RunEvent>();
        Stream.of(
                        Samples.CREATED,
                        new RunStarted(NODE, NOON),
                        new RunForked(Situation.CHILD, 9, List.of(REUSED), null, NOON),
                        new RunPaused(null, NOON),
                        new RunStepRequested(NOON),
                        new RunWaiting(Reason.SLEEP, "sleeps", null, NOON),
                        new RunResumed(NODE, NOON),
                        new RunCompleted("1", NOON),
                        new RunFailed(Reason.START_FAILED, "no", NOON),
                        new RunCancelRequested("enough", NOON),
                        new RunCanceled(Reason.PARENT_CANCELED, "enough", NOON),
                        new RunTimedOut(Duration.ofSeconds(1), NOON),
                        new RunRecovered("n2", NODE, NOON),
                        new StepStarted(step, "shell", in.nextAttempt(), NODE, NOON),
                        new StepCompleted(step, attempt, "1", NOON),
                        new StepFailed(step, attempt, Reason.STEP_FAILED, BROKEN, NOON),
                        new StepRetryScheduled(step, attempt, BROKEN, NOON, NOON),
                        new StepTimedOut(step, attempt, Reason.STEP_TIMEOUT, NOON),
                        new StepWaiting(step, attempt, Reason.SLEEP, "sleeps", null, NOON),
                        new StepResumed(step, attempt, NOON),
                        new StepCanceled(step, attempt, Reason.RUN_TIMEOUT, "late", NOON),
                        new SideEffectRecorded(step, attempt, new Effect("now", "1"), NOON),
                        new ArtifactCreated(step, attempt, Samples.REPORT, NOON))
                .forEach(event -> named.put(event.getClass().getSimpleName(), event));
        for (var turn : Turn.values()) {
            var turned = turned(step, turn);
            named.put(turned.getClass().getSimpleName(), turned);
        }
        named.put("StepSkipped", new StepSkipped(B, "shell", NOON));
        waits(in).forEach(event -> named.put(event.getClass().getSimpleName(), event));
        named.put("RunWaiting for its pause", new RunWaiting(Reason.PAUSED, "held", null, NOON));
        named.put("StepStarted of b", new StepStarted(B, "shell", 1, NODE, NOON));
        return named;
    }

    private static Turned turned(StepKey step, Turn turn) {
        var way = new Way(1, Direction.BACK_TO, "a", "{}", List.of(step.path()));
        return Turned.of(turn, step, way, NOON);
    }

    private static Stream<WaitEvent> waits(Situation in) {
        var end = new ChildEnd(RunState.COMPLETED, "1", null);
        var request = Samples.SHIP.request();
        return Stream.of(
                new ApprovalRequested(in.step(), in.attempt(), request, null, NOON),
                new ApprovalDecided(in.asked(), 1, Samples.verdict(true, null), NOON),
                new SignalReceived(new Signal("paid", "1"), NOON),
                new ChildStarted(in.step(), in.attempt(), Situation.CHILD, "parcel", NOON),
                new ChildEnded(in.step(), in.attempt(), Situation.CHILD, end, NOON));
    }

    private static String answer(Situation situation, RunEvent event) {
        var run = situation.run();
        try {
            return describe(run.evolve(run.seq() + 1, event));
        } catch (IllegalTransition refused) {
            var text = String.valueOf(refused.getMessage());
            return "refused: " + text.substring(text.lastIndexOf("]: ") + 3);
        }
    }

    private static String describe(Run run) {
        return run.state()
                + (run.isCancelRequested() ? ", to be canceled" : "")
                + (run.isPaused() ? ", paused" : "")
                + (run.control().mayStep() ? " but for one step" : "")
                + (run.route().next() == null ? "" : ", sent to " + run.route().next())
                + run.steps().stream().map(FoldTableTest::describe).collect(joining());
    }

    private static String describe(StepRun step) {
        return ", %s %s %s%s"
                .formatted(
                        step.key().path(),
                        step.state(),
                        describe(step.attempts()),
                        step.dropped() ? " dropped" : "");
    }

    private static String describe(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.isLost() ? "LOST" : attempt.state().toString())
                .collect(joining(" ", "(", ")"));
    }
}
