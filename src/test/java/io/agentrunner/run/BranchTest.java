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
import static io.agentrunner.run.ThreeSteps.otherwise;
import static io.agentrunner.run.ThreeSteps.started;
import static io.agentrunner.run.ThreeSteps.turned;
import static io.agentrunner.run.ThreeSteps.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Flow.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a step that has succeeded, where rules have a say. */
class BranchTest {
    private final Story atB = given(CREATED, STARTED, started(A), completed(A), started(B));

    @Test
    void the_first_rule_that_applies_decides() {
        var rules =
                branching(
                        "a",
                        when("false", new Fail("no")),
                        otherwise(new SkipTo("c")),
                        when("true", new Fail("no")));
        given(CREATED, STARTED, started(A))
                .in(rules)
                .when(complete(A, 1, "1"))
                .then(
                        completed(A),
                        turned(A, Turn.BRANCH, 2, Direction.SKIP_TO, "c"),
                        new StepSkipped(B, "shell", NOON),
                        started(C));
    }

    @Test
    void a_rule_that_decides_is_recorded_with_its_name() {
        var named = new Clause(new Condition.When("true"), new Continue(), null, "all is well");
        given(CREATED, STARTED, started(A))
                .in(branching("a", named))
                .when(complete(A, 1, "1"))
                .then(
                        completed(A),
                        new Branched(
                                A,
                                new Way(
                                        1,
                                        "all is well",
                                        Direction.CONTINUE,
                                        "b",
                                        "{\"seen\":1}",
                                        List.of()),
                                NOON),
                        started(B));
    }

    @Test
    void continuing_goes_to_the_next_step() {
        var rules = branching("a", when("true", new Continue()));
        given(CREATED, STARTED, started(A))
                .in(rules)
                .when(complete(A, 1, "1"))
                .then(completed(A), turned(A, Turn.BRANCH, 1, Direction.CONTINUE, "b"), started(B));
    }

    @Test
    void continuing_after_the_last_step_completes_the_run() {
        var rules = branching("c", when("true", new Continue()));
        given(CREATED, STARTED, started(A), completed(A), started(B), completed(B), started(C))
                .in(rules)
                .when(complete(C, 1, "1"))
                .then(
                        completed(C),
                        turned(C, Turn.BRANCH, 1, Direction.CONTINUE, null),
                        new RunCompleted("1", NOON));
    }

    @Test
    void going_back_opens_the_next_iteration_and_drops_what_came_of_the_last() {
        var rules = branching("b", when("true", new BackTo("a")));
        var again = new StepKey("a", 2);
        var story =
                atB.in(rules)
                        .when(complete(B, 1, "1"))
                        .then(
                                completed(B),
                                turned(B, Turn.BRANCH, 1, Direction.BACK_TO, "a", "a", "b"),
                                started(again));
        assertThat(story.run().result("a")).isEmpty();
        assertThat(story.run().result("b")).isEmpty();
        story.when(complete(again, 1, "1")).then(completed(again), started(new StepKey("b", 2)));
    }

    @Test
    void a_rule_that_is_used_up_applies_no_more() {
        var rules = branching("a", atMost(1, new BackTo("a")), otherwise(new Fail("enough")));
        var again = new StepKey("a", 2);
        given(CREATED, STARTED, started(A))
                .in(rules)
                .when(complete(A, 1, "1"))
                .after()
                .when(complete(again, 1, "1"))
                .then(
                        completed(again),
                        turned(again, Turn.BRANCH, 2, Direction.FAIL, null),
                        new RunFailed(Reason.FLOW_FAIL, "enough", NOON));
    }

    @Test
    void no_rule_for_a_result_fails_the_run() {
        var rules = branching("a", when("false", new Continue()));
        given(CREATED, STARTED, started(A))
                .in(rules)
                .when(complete(A, 1, "1"))
                .then(
                        completed(A),
                        new RunFailed(
                                Reason.NO_MATCH,
                                "no rule under `branch` applies to the result of a; an"
                                        + " `otherwise` would",
                                NOON));
    }

    @Test
    void a_rule_that_can_not_be_told_fails_the_run() {
        var rules = branching("a", when("it", new Continue()));
        given(CREATED, STARTED, started(A))
                .in(rules)
                .when(complete(A, 1, "1"))
                .then(
                        completed(A),
                        new RunFailed(
                                Reason.FLOW_FAIL, "branch of a, rule 1: it is unclear", NOON));
    }

    @Test
    void a_loop_ends_at_its_limit() {
        var rules = branching("a", otherwise(new BackTo("a")));
        var story = given(CREATED, STARTED, started(A)).in(rules);
        for (int i = 1; i < Flow.MOST_ITERATIONS; i++) {
            story = story.when(complete(new StepKey("a", i), 1, "1")).after();
        }
        var end = story.when(complete(new StepKey("a", 1_000), 1, "1")).after().run();
        assertThat(end.state()).isEqualTo(RunState.FAILED);
        assertThat(end.reason()).isEqualTo(Reason.LOOP_LIMIT);
        assertThat(end.message()).contains("1,000 iterations");
    }

    @Test
    void a_paused_run_turns_and_goes_there_when_it_is_resumed() {
        var rules = branching("a", when("true", new SkipTo("c")));
        var story =
                given(CREATED, STARTED, started(A))
                        .in(rules)
                        .when(new Pause(null))
                        .after()
                        .when(complete(A, 1, "1"))
                        .after();
        assertThat(story.run().state()).isEqualTo(RunState.WAITING);
        var resumed = story.when(new Resume()).after().run();
        assertThat(resumed.steps().find(C).orElseThrow().state()).isEqualTo(StepState.RUNNING);
        assertThat(resumed.steps().find(B).orElseThrow().state()).isEqualTo(StepState.SKIPPED);
    }
}
