package io.agentrunner.run;

import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Story.given;
import static io.agentrunner.run.ThreeSteps.A;
import static io.agentrunner.run.ThreeSteps.B;
import static io.agentrunner.run.ThreeSteps.C;
import static io.agentrunner.run.ThreeSteps.atMost;
import static io.agentrunner.run.ThreeSteps.branching;
import static io.agentrunner.run.ThreeSteps.completed;
import static io.agentrunner.run.ThreeSteps.diverging;
import static io.agentrunner.run.ThreeSteps.fail;
import static io.agentrunner.run.ThreeSteps.failed;
import static io.agentrunner.run.ThreeSteps.otherwise;
import static io.agentrunner.run.ThreeSteps.started;
import static io.agentrunner.run.ThreeSteps.turned;
import static io.agentrunner.run.ThreeSteps.when;
import static io.agentrunner.run.ThreeSteps.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Flow.Turn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows a step that has failed for good, and a run that is made again. */
class DivergeTest {
    private final Story atA = given(CREATED, STARTED, started(A));

    @Test
    void continuing_leaves_the_step_failed_and_without_a_result() {
        var story =
                atA.in(diverging("a", otherwise(new Continue())))
                        .when(fail(A))
                        .then(
                                failed(A),
                                turned(A, Turn.DIVERGE, 1, Direction.CONTINUE, "b"),
                                started(B));
        assertThat(story.run().result("a")).isEmpty();
    }

    @Test
    void continuing_after_the_last_step_completes_the_run_without_a_result() {
        given(CREATED, STARTED, started(A), completed(A), started(B), completed(B), started(C))
                .in(diverging("c", otherwise(new Continue())))
                .when(fail(C))
                .then(
                        failed(C),
                        turned(C, Turn.DIVERGE, 1, Direction.CONTINUE, null),
                        new RunCompleted("null", NOON));
    }

    @Test
    void without_a_rule_that_applies_the_error_stands() {
        atA.in(diverging("a", when("false", new Continue())))
                .when(fail(A))
                .then(
                        failed(A),
                        new RunFailed(Reason.STEP_FAILED, "a failed with EXIT_1: it broke", NOON));
    }

    @Test
    void going_back_to_itself_is_another_iteration() {
        atA.in(diverging("a", atMost(1, new BackTo("a"))))
                .when(fail(A))
                .then(
                        failed(A),
                        turned(A, Turn.DIVERGE, 1, Direction.BACK_TO, "a", "a"),
                        started(new StepKey("a", 2)))
                .when(fail(new StepKey("a", 2)))
                .then(
                        failed(new StepKey("a", 2)),
                        new RunFailed(Reason.STEP_FAILED, "a failed with EXIT_1: it broke", NOON));
    }

    @Test
    void a_run_without_a_matching_rule_takes_the_step_before_once_more() {
        var rules = branching("b", when("false", new Continue()));
        var end =
                given(CREATED, STARTED, started(A), completed(A), started(B))
                        .in(rules)
                        .when(complete(B, 1, "1"))
                        .after()
                        .run();
        assertThat(Forks.unfinished(rules, end)).contains("b");
        assertThat(Forks.finished(end, "b"))
                .extracting(it -> it.step().path())
                .containsExactly("a");
    }

    @Test
    void what_was_skipped_or_dropped_is_not_taken_over() {
        var rules =
                workflow(
                        new Flow(
                                Map.of(),
                                Map.of(
                                        "a",
                                        List.of(
                                                atMost(1, new BackTo("a")),
                                                otherwise(new SkipTo("c"))))));
        var again = new StepKey("a", 2);
        var end =
                given(CREATED, STARTED, started(A))
                        .in(rules)
                        .when(complete(A, 1, "1"))
                        .after()
                        .when(complete(again, 1, "2"))
                        .after()
                        .when(fail(C))
                        .after()
                        .run();
        assertThat(Forks.unfinished(rules, end)).contains("c");
        assertThat(Forks.finished(end, "c"))
                .extracting(Lifecycle.Reused::step)
                .containsExactly(again);
    }
}
