package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Example;

/** Whatever a command can make of a run in some state, it makes of the runs of random lives. */
class CommandsTest {

    private static final int MOST_LIVES = 200_000;

    @Example
    void every_command_that_makes_a_difference_in_a_state_comes_to_some_life() {
        var possible = possible();
        var seen = new TreeSet<String>();
        Histories.any()
                .sampleStream()
                .limit(MOST_LIVES)
                .takeWhile(_ -> !seen.containsAll(possible))
                .forEach(life -> life.turns().forEach(turn -> meets(turn, seen::add)));
        assertThat(without(possible, seen)).as("possible, and in no life").isEmpty();
        assertThat(without(seen, possible)).as("in a life, and thought impossible").isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<String>(all);
        rest.removeAll(some);
        return rest;
    }

    /** Found by asking for everything wherever a run can stand, as the table of decisions does. */
    private static Set<String> possible() {
        var pairs = new TreeSet<String>();
        for (var situation : Situation.values()) {
            var story = situation.story();
            for (var command : DeciderTableTest.commands(situation).values()) {
                var late = Samples.NOON.plusSeconds(60);
                meets(History.turn(story.workflow(), story.run(), command, late), pairs::add);
            }
        }
        return pairs;
    }

    private static void meets(History.Turn turn, Consumer<String> pairs) {
        var what = turn.command() instanceof Hear(var fact) ? fact : turn.command();
        var name = what.getClass().getSimpleName();
        if (!turn.events().isEmpty()) {
            pairs.accept("run %s: %s".formatted(turn.before().state(), name));
        }
        step(turn.before(), what)
                .filter(step -> turn.events().stream().limit(1).anyMatch(it -> isAbout(it, step)))
                .ifPresent(step -> pairs.accept("step %s: %s".formatted(step.state(), name)));
    }

    /** What comes first is what the command is for; other things may just have become due. */
    private static boolean isAbout(RunEvent event, StepRun step) {
        return switch (event) {
            case StepEvent it -> it.step().equals(step.key());
            case WaitEvent.OfStep it -> it.step().equals(step.key());
            case FlowEvent it -> it.step().equals(step.key());
            case WaitEvent.SignalReceived _ -> false;
            case Lifecycle _ -> false;
        };
    }

    private static Optional<StepRun> step(Run run, Object what) {
        return switch (what) {
            case CompleteStep it -> run.steps().find(it.step());
            case FailStep it -> run.steps().find(it.step());
            case SuspendStep it -> run.steps().find(it.step());
            case StopStep it -> run.steps().find(it.step());
            case HandOver it -> run.steps().find(it.step());
            case RecordEffect it -> run.steps().find(it.step());
            case EndChild it -> run.steps().find(it.step());
            case Decide it -> run.steps().latest(it.path());
            default -> Optional.empty();
        };
    }
}
