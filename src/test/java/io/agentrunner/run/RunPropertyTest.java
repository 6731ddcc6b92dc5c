package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.StepPath;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds in every life that the rules let a run have. */
class RunPropertyTest {

    @Provide
    Arbitrary<History> lives() {
        return Histories.any();
    }

    /** The laws below say nothing about what never happens here. */
    @Example
    void everything_happens_to_some_run() {
        var kinds = new HashSet<Class<?>>();
        var ends = new EnumMap<RunState, Integer>(RunState.class);
        var deepest = new int[1];
        lives().sampleStream()
                .limit(2000)
                .forEach(
                        life -> {
                            life.events().forEach(event -> kinds.add(event.getClass()));
                            ends.merge(life.end().state(), 1, Integer::sum);
                            deepest[0] = Math.max(deepest[0], deepest(life.end()));
                        });
        assertThat(kinds).containsAll(Table.family(RunEvent.class).toList());
        assertThat(deepest[0]).isEqualTo(2);
        for (var state : EnumSet.complementOf(EnumSet.of(RunState.QUEUED))) {
            assertThat(ends.getOrDefault(state, 0)).as("%s of %s", state, ends).isGreaterThan(10);
        }
    }

    @Property
    void the_rules_never_answer_with_what_the_fold_refuses(@ForAll("lives") History life) {
        assertThat(Run.fold(Samples.ID, life.events())).isEqualTo(life.end());
    }

    @Property
    void the_same_question_gets_the_same_answer(@ForAll("lives") History life) {
        for (var turn : life.turns()) {
            assertThat(life.again(turn, turn.before())).isEqualTo(turn);
        }
    }

    @Property
    void a_fold_can_be_taken_up_anywhere(@ForAll("lives") History life, @ForAll int anywhere) {
        var events = life.events();
        int cut = 1 + Math.floorMod(anywhere, events.size());
        var head = Run.fold(Samples.ID, events.subList(0, cut));
        assertThat(head.evolve(cut + 1, events.subList(cut, events.size()))).isEqualTo(life.end());
    }

    @Property
    void what_was_seen_before_changes_nothing(@ForAll("lives") History life) {
        var run = life.end();
        assertThat(run.evolve(1, life.events())).isSameAs(run);
    }

    @Property
    void events_are_numbered_without_gaps(@ForAll("lives") History life) {
        assertThat(life.end().seq()).isEqualTo(life.events().size());
        var run = life.end();
        var late = new RunStarted("n1", run.updatedAt());
        assertThatThrownBy(() -> run.evolve(run.seq() + 2, late))
                .isInstanceOf(IllegalTransition.class);
    }

    @Property
    void after_the_end_nothing_is_taken(@ForAll("lives") History life) {
        var run = ended(life);
        for (var late : life.events()) {
            assertThatThrownBy(() -> run.evolve(run.seq() + 1, late))
                    .isInstanceOf(IllegalTransition.class);
        }
        for (var turn : life.turns()) {
            assertThat(life.again(turn, run).after()).isSameAs(run);
        }
    }

    @Property
    void whoever_waits_or_fails_says_why(@ForAll("lives") History life) {
        for (var run : life.runs()) {
            boolean owesReason =
                    switch (run.state()) {
                        case QUEUED -> run.wakeAt() != null || run.isPaused();
                        case WAITING, FAILED, CANCELED -> true;
                        case RUNNING, COMPLETED -> false;
                    };
            assertThat(run.reason() != null).isEqualTo(owesReason);
            assertThat(run.message() != null).isEqualTo(owesReason);
            for (var step : run.steps()) {
                assertThat(step.reason() != null)
                        .isEqualTo(
                                step.state() != StepState.RUNNING
                                        && step.state() != StepState.COMPLETED
                                        && step.state() != StepState.SKIPPED);
            }
        }
    }

    /** What was only put on record is acted on by the node that has the run. */
    @Property
    void a_run_runs_while_an_attempt_does_and_waits_while_none_does(@ForAll("lives") History life) {
        boolean acted = true;
        for (var turn : life.turns()) {
            var run = turn.after();
            var steps = run.steps();
            long running = steps.stream().filter(RunPropertyTest::hasRunningAttempt).count();
            assertThat(steps.running()).isEqualTo((int) running);
            acted = turn.elsewhere() ? acted && turn.events().isEmpty() : acted || acts(turn);
            if (acted) {
                assertThat(running > 0).isEqualTo(run.state() == RunState.RUNNING);
            }
            if (run.state() == RunState.WAITING && !run.isPaused()) {
                assertThat(steps.waiting()).isPositive();
            }
        }
    }

    private static boolean acts(History.Turn turn) {
        return turn.command() instanceof WakeUp || !turn.events().isEmpty();
    }

    @Property
    void time_only_goes_on(@ForAll("lives") History life) {
        var events = life.events();
        for (int i = 1; i < events.size(); i++) {
            inOrder(events.get(i - 1).at(), events.get(i).at());
        }
        for (var run : life.runs()) {
            inOrder(run.created().at(), run.startedAt(), run.endedAt(), run.updatedAt());
            assertThat(run.endedAt() != null).isEqualTo(run.state().isTerminal());
            for (var step : own(life, run)) {
                inOrder(run.startedAt(), step.startedAt(), step.endedAt(), run.updatedAt());
                for (var attempt : step.attempts()) {
                    inOrder(attempt.startedAt(), attempt.runningSince(), attempt.endedAt());
                }
            }
        }
    }

    @Property
    void nothing_starts_once_the_run_is_to_be_canceled(@ForAll("lives") History life) {
        var after =
                life.events().stream()
                        .dropWhile(event -> !(event instanceof RunCancelRequested))
                        .toList();
        assertThat(after).doesNotHaveAnyElementsOfTypes(StepStarted.class);
        if (!after.isEmpty()) {
            assertThat(life.end().state()).isNotEqualTo(RunState.COMPLETED);
        }
    }

    @Property
    void what_is_told_twice_happens_once(@ForAll("lives") History life) {
        for (var turn : life.turns()) {
            if (!mayHappenAgain(turn)) {
                assertThat(life.again(turn, turn.after()).after()).isSameAs(turn.after());
            }
        }
    }

    /**
     * Two effects or signals are two, and an attempt whose wait was over at once may wait again.
     */
    private static boolean mayHappenAgain(History.Turn turn) {
        return switch (turn.command()) {
            case Recover _, RecordEffect _ -> true;
            case Hear(var fact) -> fact instanceof Send;
            case SuspendStep(var step, _, _) ->
                    turn.after().steps().find(step).filter(it -> hasRunningAttempt(it)).isPresent();
            default -> false;
        };
    }

    /** Else a node would look at the run again and again. */
    @Property
    void what_is_due_leads_to_something(@ForAll("lives") History life) {
        for (var run : life.runs()) {
            for (var due : Deadlines.all(life.workflow(), run)) {
                if (due.step() == null || waits(run, due.step())) {
                    var answer =
                            RunDecider.decide(
                                    life.workflow(), run, new WakeUp(), new Here("n1", due.at()));
                    assertThat(answer)
                            .isInstanceOf(Accepted.class)
                            .isNotEqualTo(Decision.NOTHING_TO_DO);
                }
            }
        }
    }

    /** Every attempt comes to its end, every question is answered, and people let it go on. */
    @Property
    void every_run_can_come_to_its_end(@ForAll("lives") History life) {
        var run = life.end();
        for (int i = 0; i < 300 && !run.state().isTerminal(); i++) {
            run = Luckily.goesOn(life.workflow(), run).after();
        }
        assertThat(run.state()).matches(RunState::isTerminal);
    }

    @Property
    void progress_can_be_told_of_any_moment(@ForAll("lives") History life) {
        for (var run : life.moments()) {
            var progress = Progress.of(life.workflow(), run);
            assertThat(progress.nextAction()).isNotBlank().doesNotContain("null");
            assertThat(progress.completedSteps()).isBetween(0, progress.totalSteps());
        }
    }

    private static Run ended(History life) {
        var end = life.end();
        return end.state().isTerminal()
                ? end
                : History.turn(
                                life.workflow(),
                                end,
                                new Fail(Reason.EVENT_LIMIT, "enough"),
                                end.updatedAt())
                        .after();
    }

    private static List<StepRun> own(History life, Run run) {
        var before = Run.fold(Samples.ID, life.beginning()).steps();
        return run.steps().stream().filter(step -> before.find(step.key()).isEmpty()).toList();
    }

    private static int deepest(Run run) {
        return run.steps().stream()
                .mapToInt(step -> StepPath.depth(step.key().path()))
                .max()
                .orElse(0);
    }

    private static boolean waits(Run run, StepKey step) {
        return run.steps().find(step).orElseThrow().state() == StepState.WAITING;
    }

    private static boolean hasRunningAttempt(StepRun step) {
        return step.state().isActive() && step.attempt().state() == StepState.RUNNING;
    }

    private static void inOrder(@Nullable Instant... moments) {
        var before = Instant.MIN;
        for (var moment : moments) {
            if (moment != null) {
                assertThat(moment).isAfterOrEqualTo(before);
                before = moment;
            }
        }
    }
}
