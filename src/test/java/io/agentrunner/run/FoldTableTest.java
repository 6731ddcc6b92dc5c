package io.agentrunner.run;

import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
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
                        new ArtifactCreated(step, attempt, Samples.REPORT, NOON))
                .forEach(event -> named.put(event.getClass().getSimpleName(), event));
        named.put("StepStarted of b", new StepStarted(B, "shell", 1, NODE, NOON));
        return named;
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
                + run.steps().stream().map(FoldTableTest::describe).collect(joining());
    }

    private static String describe(StepRun step) {
        return ", %s %s %s".formatted(step.key().path(), step.state(), describe(step.attempts()));
    }

    private static String describe(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.isLost() ? "LOST" : attempt.state().toString())
                .collect(joining(" ", "(", ")"));
    }
}
