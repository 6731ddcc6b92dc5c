package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of everything said to a run from outside, in every life that a run can have. */
class FactPropertyTest {

    @Provide
    Arbitrary<History> lives() {
        return Histories.any();
    }

    /** A step that waited for those inside it goes on without leave: they had theirs. */
    @Property
    void while_a_run_is_paused_one_thing_starts_for_each_single_step(
            @ForAll("lives") History life) {
        var moments = life.moments();
        var events = life.events();
        boolean paused = false;
        int granted = 0;
        for (int i = 1; i < events.size(); i++) {
            switch (events.get(i)) {
                case RunPaused _ -> {
                    paused = true;
                    granted = 0;
                }
                case RunResumed _ -> paused = false;
                case RunStepRequested _ -> granted = 1;
                case RunEvent event -> {
                    granted -= paused && begins(moments.get(i - 1), event) ? 1 : 0;
                    assertThat(granted).isNotNegative();
                }
            }
        }
    }

    private static boolean begins(Run before, RunEvent event) {
        return switch (event) {
            case StepStarted _ -> true;
            case StepResumed(var step, _, _) ->
                    !(before.steps().find(step).orElseThrow().awaited() instanceof Branches);
            default -> false;
        };
    }

    @Property
    void signals_of_a_name_are_taken_in_their_order_each_once(@ForAll("lives") History life) {
        var moments = life.moments();
        var events = life.events();
        Map<String, Queue<String>> left = new HashMap<>();
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i) instanceof SignalReceived(var signal, _)) {
                left.computeIfAbsent(signal.name(), _ -> new ArrayDeque<>()).add(signal.data());
            } else if (events.get(i) instanceof StepResumed(var step, _, _)
                    && moments.get(i).steps().find(step).orElseThrow().awaited()
                            instanceof Awaited.Signal(var name, var data)) {
                assertThat(data).isEqualTo(left.getOrDefault(name, new ArrayDeque<>()).poll());
            }
            assertThat(moments.get(i).signals())
                    .hasSize(left.values().stream().mapToInt(Queue::size).sum());
        }
    }

    private static boolean isLatest(Run run, StepRun step) {
        return run.steps().iterations(step.key().path()) == step.key().iteration();
    }

    @Property
    void a_decision_is_never_reversed(@ForAll("lives") History life) {
        var open = new HashSet<StepKey>();
        for (var event : life.events()) {
            if (event instanceof ApprovalRequested asked) {
                open.add(asked.step());
            } else if (event instanceof ApprovalDecided decided) {
                assertThat(open.remove(decided.step())).isTrue();
            }
        }
        for (var run : life.runs()) {
            for (var step : run.steps()) {
                if (isLatest(run, step)
                        && step.awaited() instanceof Approval(_, var said)
                        && said != null) {
                    assertThat(recorded(life, run, decide(step, said.approved())))
                            .isEqualTo(Decision.NOTHING_TO_DO);
                    assertThat(recorded(life, run, decide(step, !said.approved())))
                            .isInstanceOfSatisfying(
                                    Rejected.class,
                                    no -> assertThat(no.rule()).isEqualTo(Rule.DECIDED_OTHERWISE));
                }
            }
        }
    }

    @Property
    void a_decision_has_the_time_of_its_event(@ForAll("lives") History life) {
        for (var event : life.events()) {
            if (event instanceof ApprovalDecided(_, _, var verdict, var at)) {
                assertThat(verdict.at()).isEqualTo(at);
            }
        }
    }

    @Property
    void what_is_put_on_record_begins_nothing(@ForAll("lives") History life) {
        for (var run : life.runs()) {
            facts(run)
                    .forEach(
                            fact ->
                                    assertThat(events(recorded(life, run, fact)))
                                            .doesNotHaveAnyElementsOfTypes(
                                                    StepStarted.class, StepResumed.class));
        }
    }

    /** But for a single step when there is none to take: only who hears it can know. */
    @Property
    void a_fact_on_record_and_a_look_at_it_do_what_hearing_it_does(@ForAll("lives") History life) {
        for (var run : life.runs()) {
            facts(run).forEach(fact -> assertSame(life, run, fact));
        }
    }

    private static void assertSame(History life, Run run, Fact fact) {
        var workflow = life.workflow();
        var heard = History.turn(workflow, run, new Hear(fact), run.updatedAt());
        var recorded = History.elsewhere(workflow, run, fact, run.updatedAt());
        if (recorded.decision() instanceof Rejected || run.state().isTerminal()) {
            assertThat(heard.decision()).isEqualTo(recorded.decision());
        } else if (heard.decision() instanceof Accepted(var events)) {
            var woken = History.turn(workflow, recorded.after(), new WakeUp(), run.updatedAt());
            assertThat(Stream.concat(recorded.events().stream(), woken.events().stream()).toList())
                    .isEqualTo(events);
        } else {
            assertThat(fact).isInstanceOf(TakeStep.class);
        }
    }

    @Property
    void after_a_single_step_a_run_is_as_paused_as_before(@ForAll("lives") History life) {
        for (var run : life.runs()) {
            if (run.isPaused()) {
                var heard =
                        History.turn(
                                life.workflow(), run, new Hear(new TakeStep()), run.updatedAt());
                assertThat(heard.after().state().isTerminal() || heard.after().isPaused()).isTrue();
                assertThat(
                                heard.events().stream()
                                        .filter(event -> begins(run(heard, event), event)))
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    /** The run as it was before that event of the turn. */
    private static Run run(History.Turn turn, RunEvent event) {
        int index = turn.events().indexOf(event);
        return turn.before().evolve(turn.before().seq() + 1, turn.events().subList(0, index));
    }

    private static Stream<Fact> facts(Run run) {
        var facts =
                Stream.<Fact>of(
                        new Cancel("enough"),
                        new Pause(null),
                        new Resume(),
                        new TakeStep(),
                        new Send(new Signal("x", "1")),
                        new Send(new Signal("y", "1")));
        var answers =
                run.steps().stream()
                        .filter(step -> step.awaited() instanceof Approval)
                        .flatMap(step -> Stream.of(decide(step, true), decide(step, false)));
        var ends =
                run.steps().stream()
                        .filter(step -> step.awaited() instanceof Awaited.Child)
                        .map(FactPropertyTest::end);
        return Stream.of(facts, answers, ends).flatMap(it -> it);
    }

    private static Decide decide(StepRun step, boolean approved) {
        return new Decide(step.key().path(), Samples.verdict(approved, "Carl"));
    }

    private static RunCommand.EndChild end(StepRun step) {
        return new RunCommand.EndChild(
                step.key(),
                step.attempt().number(),
                Situation.CHILD,
                new Awaited.ChildEnd(RunState.COMPLETED, "1", null));
    }

    private static Decision recorded(History life, Run run, Fact fact) {
        return History.elsewhere(life.workflow(), run, fact, run.updatedAt()).decision();
    }

    private static List<RunEvent> events(Decision decision) {
        return decision instanceof Accepted(var events) ? events : List.of();
    }
}
