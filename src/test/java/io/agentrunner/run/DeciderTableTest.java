package io.agentrunner.run;

import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.REPORT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunCommand.WakeUp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every command in every situation, a minute later, when all that waits is due: the events that
 * follow, or the rule it would break.
 */
class DeciderTableTest {

    private static final Table TABLE = Table.read("decider.txt");

    @ParameterizedTest
    @EnumSource
    void each_command_has_its_answer_in(Situation situation) {
        var answers = new TreeMap<String, String>();
        commands(situation)
                .forEach((name, command) -> answers.put(name, answer(situation, command)));
        assertThat(answers).isEqualTo(TABLE.row(situation));
    }

    @Test
    void no_command_is_left_out() {
        assertThat(commands(Situation.QUEUED).values().stream().<Class<?>>map(Object::getClass))
                .containsAll(Table.family(RunCommand.class).toList());
        assertThat(facts(Situation.QUEUED).<Class<?>>map(Object::getClass))
                .containsAll(Table.family(Fact.class).toList());
    }

    /** One of each, about the step and attempt that it is most likely about, and late ones. */
    static Map<String, RunCommand> commands(Situation in) {
        var step = in.step();
        int attempt = in.attempt();
        var until = NOON.plusSeconds(90);
        var named = new TreeMap<String, RunCommand>();
        Stream.of(
                        new Start(),
                        new CompleteStep(step, attempt, "1", List.of()),
                        new FailStep(step, attempt, BROKEN, Reason.STEP_FAILED, List.of(), 0.5),
                        new SuspendStep(step, attempt, new Wait.Sleep("sleeps", until)),
                        new StopStep(step, attempt, List.of(REPORT)),
                        new HandOver(step, attempt),
                        new WakeUp(),
                        new AwaitCapacity(),
                        new RecordEffect(step, attempt, new Effect("now", "1")),
                        new Recover(NODE),
                        new Fail(Reason.START_FAILED, "no"))
                .forEach(command -> named.put(command.getClass().getSimpleName(), command));
        facts(in).forEach(fact -> named.put(fact.getClass().getSimpleName(), new Hear(fact)));
        named.put(
                "Decide otherwise",
                new Hear(new Decide(in.asked().path(), Samples.verdict(false, null))));
        named.put(
                "CompleteStep of another attempt",
                new CompleteStep(step, attempt + 1, "1", List.of()));
        return named;
    }

    private static Stream<Fact> facts(Situation in) {
        var end = new ChildEnd(RunState.COMPLETED, "1", null);
        return Stream.of(
                new Cancel("enough"),
                new Pause("look first"),
                new Resume(),
                new TakeStep(),
                new Decide(in.asked().path(), Samples.verdict(true, null)),
                new Send(new Signal("paid", "1")),
                new EndChild(in.step(), in.attempt(), Situation.CHILD, end));
    }

    private static Decision decide(Situation situation, RunCommand command, Instant now) {
        return situation.story().when(command, now).decision();
    }

    private static String answer(Situation situation, RunCommand command) {
        var now = NOON.plusSeconds(60);
        return switch (decide(situation, command, now)) {
            case Accepted(var events) when events.isEmpty() -> "nothing";
            case Accepted(var events) ->
                    events.stream()
                            .map(event -> event.getClass().getSimpleName())
                            .collect(joining(", "));
            case Rejected(var rule, _) -> "rejected: " + rule;
        };
    }
}
