package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of steps inside steps, in every life that the rules let a run have. */
class FanPropertyTest {

    @Provide
    Arbitrary<History> lives() {
        return Histories.any();
    }

    @Property
    void no_more_steps_are_open_inside_than_may(@ForAll("lives") History life) {
        for (var run : life.moments()) {
            for (var step : run.steps()) {
                if (step.awaited() instanceof Branches known) {
                    long open = inside(run, step).stream().filter(it -> isActive(it)).count();
                    assertThat(open).isEqualTo(known.open());
                    assertThat(open).isLessThanOrEqualTo(nested(life, step).maxParallel());
                }
            }
        }
    }

    @Property
    void a_step_ends_after_all_inside_it(@ForAll("lives") History life) {
        for (var run : life.moments()) {
            for (var step : run.steps()) {
                if (!isActive(step)) {
                    assertThat(inside(run, step)).noneMatch(FanPropertyTest::isActive);
                }
            }
        }
    }

    @Property
    void nothing_begins_or_goes_on_inside_a_step_that_is_to_fail(@ForAll("lives") History life) {
        var moments = life.moments();
        var events = life.events();
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i) instanceof StepStarted(var step, _, _, _, _, _)) {
                assertNotDoomed(life.workflow(), moments.get(i - 1), step);
            } else if (events.get(i) instanceof StepResumed(var step, _, _)) {
                assertNotDoomed(life.workflow(), moments.get(i - 1), step);
            }
        }
    }

    /** One around it has lost a step that it can't do without, or is out of time. */
    private static void assertNotDoomed(Workflow workflow, Run run, StepKey step) {
        for (var path = StepPath.parent(step.path());
                path.isPresent();
                path = StepPath.parent(path.get())) {
            var around = run.steps().find(new StepKey(path.get(), step.iteration())).orElseThrow();
            var nested = workflow.step(path.get()).orElseThrow().nested();
            boolean lost =
                    Objects.requireNonNull(nested).onError() == Nested.OnError.FAIL
                            && inside(run, around).stream()
                                    .anyMatch(it -> it.state() == StepState.FAILED);
            assertThat(lost).isFalse();
            assertThat(((Branches) Objects.requireNonNull(around.awaited())).limit()).isNull();
        }
    }

    @Property
    void a_step_goes_on_when_all_inside_it_has_ended(@ForAll("lives") History life) {
        var moments = life.moments();
        var events = life.events();
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i) instanceof StepResumed(var key, _, _)) {
                var step = moments.get(i).steps().find(key).orElseThrow();
                if (step.awaited() instanceof Branches inside) {
                    assertThat(inside(moments.get(i), step))
                            .hasSize(size(nested(life, step), inside))
                            .noneMatch(FanPropertyTest::isActive);
                }
            }
        }
    }

    @Property
    void a_step_ends_once(@ForAll("lives") History life) {
        var ended = new HashSet<StepKey>();
        for (var event : life.events()) {
            if (event instanceof StepCompleted
                    || event instanceof StepFailed
                    || event instanceof StepCanceled) {
                assertThat(ended.add(((StepEvent) event).step())).isTrue();
            }
        }
    }

    @Property
    void what_should_stop_is_under_way_and_has_a_reason_to(@ForAll("lives") History life) {
        for (var run : life.runs()) {
            var unwanted = Stopping.unwanted(life.workflow(), run);
            for (var key : unwanted) {
                assertThat(run.steps().find(key).orElseThrow().state())
                        .isEqualTo(StepState.RUNNING);
            }
            if (run.isCancelRequested() && !run.state().isTerminal()) {
                assertThat(unwanted).hasSize(run.steps().running());
            }
        }
    }

    private static List<StepRun> inside(Run run, StepRun around) {
        return run.steps().stream()
                .filter(it -> it.key().iteration() == around.key().iteration())
                .filter(
                        it ->
                                StepPath.parent(it.key().path())
                                        .filter(around.key().path()::equals)
                                        .isPresent())
                .toList();
    }

    private static int size(Nested nested, Branches inside) {
        return nested instanceof Nested.Parallel(var steps, _, _)
                ? steps.size()
                : inside.items().size();
    }

    private static Nested nested(History life, StepRun step) {
        var definition = life.workflow().step(step.key().path()).orElseThrow();
        return Objects.requireNonNull(definition.nested());
    }

    private static boolean isActive(StepRun step) {
        return step.state().isActive();
    }
}
