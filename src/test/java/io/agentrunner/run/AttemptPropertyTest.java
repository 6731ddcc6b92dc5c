package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import java.util.Optional;
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
                    assertThat(moments.get(i).steps().find(step.key()).map(StepRun::drop))
                            .contains(step.drop());
                }
            }
        }
    }

    @Property
    void only_the_latest_attempt_of_a_step_can_be_under_way(@ForAll("lives") History life) {
        for (var run : life.moments()) {
            for (var step : run.steps()) {
                int attempts = step.attempts().size();
                assertThat(attempts > 0).isEqualTo(step.state() != StepState.SKIPPED);
                assertThat(step.attempts().stream().limit(Math.max(0, attempts - 1)))
                        .allMatch(attempt -> attempt.state() == StepState.FAILED);
                assertThat(step.attempts().stream().map(Attempt::number).toList())
                        .isEqualTo(IntStream.rangeClosed(1, attempts).boxed().toList());
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
    void a_step_comes_after_the_one_before_succeeded_or_where_a_rule_sends_the_run(
            @ForAll("lives") History life) {
        var due = Optional.of(life.workflow().first().name());
        for (var event : life.events()) {
            switch (event) {
                case RunForked forked ->
                        due =
                                forked.steps().isEmpty()
                                        ? due
                                        : next(life, forked.steps().getLast().step());
                case StepStarted(var step, _, var attempt, _, _, _) when isFirst(step, attempt) -> {
                    assertThat(due).contains(step.path());
                    due = Optional.empty();
                }
                case StepCompleted(var step, _, _, _) when StepPath.isTopLevel(step.path()) ->
                        due = next(life, step);
                case Turned turned -> due = Optional.ofNullable(turned.way().to());
                default -> {}
            }
        }
        assertThat(life.end().state() == RunState.COMPLETED).isEqualTo(life.end().result() != null);
    }

    private static boolean isFirst(StepKey step, int attempt) {
        return attempt == 1 && StepPath.isTopLevel(step.path());
    }

    private static Optional<String> next(History life, StepKey step) {
        return life.workflow().after(step.path()).map(Step::name);
    }
}
