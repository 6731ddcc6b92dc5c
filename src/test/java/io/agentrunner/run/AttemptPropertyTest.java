package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the steps and attempts of every life that the rules let a run have. */
class AttemptPropertyTest {

    @Provide
    Arbitrary<History> lives() {
        return Histories.any();
    }

    @Property
    void a_step_that_has_ended_stays_as_it_is(@ForAll("lives") History life) {
        var moments = life.moments();
        for (int i = 1; i < moments.size(); i++) {
            for (var step : moments.get(i - 1).steps()) {
                if (step.state().isTerminal()) {
                    assertThat(moments.get(i).steps().find(step.key())).contains(step);
                }
            }
        }
    }

    @Property
    void only_the_latest_attempt_of_a_step_can_be_under_way(@ForAll("lives") History life) {
        for (var run : life.moments()) {
            for (var step : run.steps()) {
                var before = step.attempts().subList(0, step.attempts().size() - 1);
                assertThat(before).allMatch(attempt -> attempt.state() == StepState.FAILED);
                assertThat(step.attempts().stream().map(Attempt::number).toList())
                        .isEqualTo(IntStream.rangeClosed(1, before.size() + 1).boxed().toList());
            }
        }
    }

    @Property
    void no_step_fails_or_crashes_more_often_than_it_may(@ForAll("lives") History life) {
        for (var step : life.end().steps()) {
            var definition = life.workflow().step(step.key().path()).orElseThrow();
            if (!definition.retry().pauseAfterRetries()) {
                assertThat(step.failures()).isLessThanOrEqualTo(definition.retry().maxAttempts());
            }
            assertThat(step.crashes()).isLessThanOrEqualTo(definition.maxCrashes());
        }
    }

    @Property
    void steps_come_in_the_order_of_the_timeline_each_after_the_one_before_succeeded(
            @ForAll("lives") History life) {
        var steps =
                life.end().steps().stream()
                        .filter(step -> StepPath.isTopLevel(step.key().path()))
                        .toList();
        var names = life.workflow().timeline().stream().map(Step::name).toList();
        assertThat(steps.stream().map(step -> step.key().path()).toList())
                .isEqualTo(names.subList(0, steps.size()));
        assertThat(steps.stream().limit(Math.max(0, steps.size() - 1)))
                .allMatch(step -> step.state() == StepState.COMPLETED);
        assertThat(life.end().state() == RunState.COMPLETED).isEqualTo(life.end().result() != null);
    }
}
