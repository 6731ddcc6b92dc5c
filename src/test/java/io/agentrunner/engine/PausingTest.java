package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.retried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Rule;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A paused run lets finish what runs and begins nothing, until it is resumed or taken a step. */
class PausingTest {

    private static final Wait.Approval SHIP =
            new Wait.Approval(new ApprovalRequest("ship?", null, null, null, false), null);

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void what_runs_finishes_and_nothing_new_starts_until_it_is_resumed() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);
        node.tell(run, new Pause("look first"));
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);

        attempt.complete("1");
        var paused = node.await(run, RunState.WAITING);
        assertThat(paused.reason()).isEqualTo(Reason.PAUSED);
        assertThat(paused.message()).isEqualTo("paused: look first");
        Node.until(() -> !node.isHere(run));
        assertThat(node.owner(run)).isEmpty();

        node.tell(run, new Resume());
        steps.attempt(run, "b", 1).complete("2");
        node.await(run, RunState.COMPLETED);
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "run.paused",
                        "step.completed a#1, run.waiting",
                        "run.resumed, step.started b#1",
                        "step.completed b#1, run.completed");
    }

    @Test
    void a_run_on_another_node_is_paused_there() {
        var node = scene.node();
        var other = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var attempt = steps.attempt(run, "a", 1);

        assertThat(other.tell(run, new Pause(null))).isInstanceOf(Told.Done.class);
        node.engine.look(run.id(), 4);
        attempt.complete("1");

        assertThat(node.await(run, RunState.WAITING).reason()).isEqualTo(Reason.PAUSED);
        assertThat(steps.hasBegun(run, "b", 1)).isFalse();
    }

    @Test
    void a_queued_run_that_is_paused_is_not_started() {
        var node = scene.node("small", 1);
        var first = node.start(scene.sketches().of("a"));
        var queued = node.start(scene.sketches().of("a"));
        node.tell(queued, new Pause(null));
        assertThat(node.now(queued).reason()).isEqualTo(Reason.PAUSED);

        steps.attempt(first, "a", 1).complete("1");
        node.await(first, RunState.COMPLETED);
        node.tick();
        assertThat(node.now(queued).state()).isEqualTo(RunState.QUEUED);

        node.tell(queued, new Resume());
        node.tick();
        steps.attempt(queued, "a", 1).complete("1");
        node.await(queued, RunState.COMPLETED);
    }

    @Test
    void a_paused_run_sleeps_through_what_is_due() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1).fail("BUSY");
        node.await(run, RunState.WAITING);
        node.tell(run, new Pause(null));

        scene.clock().advance(Duration.ofMinutes(1));
        node.tick();
        scene.settle(node);
        assertThat(steps.hasBegun(run, "a", 2)).isFalse();
        assertThat(node.isHere(run)).isFalse();

        node.tell(run, new Resume());
        steps.attempt(run, "a", 2).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void it_is_taken_a_step_at_a_time() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b", "c"));
        node.tell(run, new Pause(null));
        assertThat(node.tell(run, new TakeStep()))
                .asInstanceOf(type(Told.Refused.class))
                .returns(Rule.A_STEP_RUNS, refused -> refused.why().rule());
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.WAITING);

        node.tell(run, new TakeStep());
        steps.attempt(run, "b", 1).complete("2");
        node.await(run, RunState.WAITING);

        assertThat(node.now(run).reason()).isEqualTo(Reason.PAUSED);
        assertThat(steps.hasBegun(run, "c", 1)).isFalse();
        node.tell(run, new TakeStep());
        steps.attempt(run, "c", 1).complete("3");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void of_two_answers_a_single_step_takes_one() {
        var node = scene.node();
        var inside = List.of(Sketches.step("a"), Sketches.step("b"));
        var fan = Sketches.around("fan", new Nested.Parallel(inside, 2, OnError.FAIL));
        var run = node.start(scene.sketches().of(fan));
        steps.attempt(run, "fan", 1).await(new Wait.Branches(List.of(), "two"));
        steps.attempt(run, "fan.a", 1).await(SHIP);
        steps.attempt(run, "fan.b", 1).await(SHIP);
        node.await(run, RunState.WAITING);
        node.tell(run, new Pause(null));
        node.tell(run, approve("fan.a"));
        node.tell(run, approve("fan.b"));

        assertThat(node.tell(run, new TakeStep())).isInstanceOf(Told.Done.class);

        assertThat(node.history(run)).last().isEqualTo("run.step_requested, step.resumed fan.a#1");
        steps.call(run, "fan.a", 1, 2).complete("1");
        node.await(run, RunState.WAITING);
        node.tell(run, new TakeStep());
        steps.call(run, "fan.b", 1, 2).complete("2");
        steps.call(run, "fan", 1, 2).complete("3");
        node.await(run, RunState.COMPLETED);
    }

    private Decide approve(String path) {
        return new Decide(path, new Verdict(true, null, null, "Ann", scene.clock().now()));
    }

    @Test
    void a_person_decides_what_follows_the_last_attempt_where_the_policy_says_so() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(Sketches.asking("a")));
        steps.attempt(run, "a", 1).fail("BUSY");

        var waiting = node.await(run, RunState.WAITING);
        assertThat(waiting.reason()).isEqualTo(Reason.RETRIES_EXHAUSTED);
        node.tell(run, new Resume());
        steps.attempt(run, "a", 2).fail("BUSY");
        Node.until(() -> node.now(run).reason() == Reason.RETRIES_EXHAUSTED);
        node.tell(run, new Resume());
        steps.attempt(run, "a", 3).complete("1");

        node.await(run, RunState.COMPLETED);
    }
}
