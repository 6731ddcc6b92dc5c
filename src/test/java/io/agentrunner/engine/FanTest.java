package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Scope;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps inside a step run at the same time, as many as may; the step has their results. */
class FanTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void as_many_as_may_run_at_a_time_and_the_results_come_in_order() {
        var node = scene.node();
        var run = fanned(node, each(2, OnError.FAIL), "10", "20", "30");
        var second = steps.attempt(run, "fan[1]", 1);
        assertThat(second.task().scope().item()).isEqualTo(new Scope.Item("20", 1));
        assertThat(steps.hasBegun(run, "fan[2]", 1)).isFalse();

        second.complete("2");
        steps.attempt(run, "fan[2]", 1).complete("3");
        steps.attempt(run, "fan[0]", 1).complete("1");

        var merging = steps.call(run, "fan", 1, 2);
        assertThat(merging.task().inside().stream().map(StepRun::result))
                .containsExactly("1", "2", "3");
        merging.complete("[1,2,3]");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void when_one_fails_the_others_are_told_to_stop_and_only_then_the_step_fails() {
        var node = scene.node();
        var run = fanned(node, each(3, OnError.FAIL), "1", "2", "3", "4");
        var other = steps.attempt(run, "fan[0]", 1);
        var third = steps.attempt(run, "fan[2]", 1);
        steps.attempt(run, "fan[1]", 1).fail("BROKEN");
        other.awaitSignal();
        third.awaitSignal().stop();
        Node.until(() -> node.now(run).steps().running() == 1);
        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);
        other.stop();

        var failed = node.await(run, RunState.FAILED);

        assertThat(failed.message()).isEqualTo("fan failed with BROKEN: fan[1]: it went wrong");
        assertThat(steps.hasBegun(run, "fan[3]", 1)).isFalse();
        assertThat(failed.steps().stream().map(StepRun::state))
                .containsExactly(
                        StepState.FAILED, StepState.CANCELED, StepState.FAILED, StepState.CANCELED);
    }

    @Test
    void where_errors_are_collected_the_others_go_on() {
        var node = scene.node();
        var run = fanned(node, each(1, OnError.COLLECT), "1", "2");
        steps.attempt(run, "fan[0]", 1).fail("BROKEN");
        steps.attempt(run, "fan[1]", 1).complete("2");

        var merging = steps.call(run, "fan", 1, 2);

        assertThat(merging.task().inside().stream().map(StepRun::state))
                .containsExactly(StepState.FAILED, StepState.COMPLETED);
        merging.complete("3");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_branch_has_its_own_timeout_and_retries() {
        var node = scene.node();
        var fan =
                new Nested.Parallel(
                        List.of(
                                Sketches.limited(
                                        Sketches.retried("a"), Duration.ofSeconds(5), null),
                                Sketches.step("b")),
                        2,
                        OnError.FAIL);
        var run = fanned(node, fan);
        steps.attempt(run, "fan.b", 1).complete("2");
        var slow = steps.attempt(run, "fan.a", 1);
        scene.settle(node);

        scene.clock().advance(Duration.ofSeconds(5));
        slow.awaitSignal().stop();
        node.await(run, RunState.WAITING);
        scene.clock().advance(Duration.ofSeconds(1));
        steps.attempt(run, "fan.a", 2).complete("1");

        steps.call(run, "fan", 1, 2).complete("3");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_step_that_is_over_its_time_ends_what_runs_inside() {
        var node = scene.node();
        var limited =
                new Step(
                        "fan",
                        "scripted",
                        null,
                        "{}",
                        Duration.ofSeconds(5),
                        null,
                        Sketches.step("x").retry(),
                        3,
                        each(2, OnError.COLLECT));
        var run = node.start(scene.sketches().of(limited));
        steps.attempt(run, "fan", 1).await(new Wait.Branches(List.of("1", "2"), "two"));
        var first = steps.attempt(run, "fan[0]", 1);
        var second = steps.attempt(run, "fan[1]", 1);
        scene.settle(node);

        scene.clock().advance(Duration.ofSeconds(5));
        first.awaitSignal().stop();
        second.awaitSignal().stop();

        assertThat(node.await(run, RunState.FAILED).message()).contains("TIMEOUT");
    }

    @Test
    void after_a_crash_only_what_was_under_way_is_made_again() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var run = fanned(node, each(2, OnError.FAIL), "1", "2", "3");
        steps.attempt(run, "fan[0]", 1).complete("1");
        steps.attempt(run, "fan[1]", 1);
        steps.attempt(run, "fan[2]", 1);
        node.crash();

        var next = scene.node(id, "it", 10);
        steps.attempt(run, "fan[1]", 2).complete("2");
        steps.attempt(run, "fan[2]", 2).complete("3");
        steps.call(run, "fan", 1, 2).complete("4");

        next.await(run, RunState.COMPLETED);
        assertThat(steps.hasBegun(run, "fan[0]", 2)).isFalse();
    }

    @Test
    void a_thousand_items_are_nothing_special() {
        var node = scene.node();
        var items = IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new);
        var quick = new Nested.ForEach(Sketches.step("each", "quick"), 50, OnError.FAIL);
        var run = fanned(node, quick, items);

        var merging = steps.call(run, "fan", 1, 2);

        assertThat(merging.task().inside()).hasSize(1000);
        merging.complete("1");
        node.await(run, RunState.COMPLETED);
    }

    private static Nested each(int most, OnError onError) {
        return new Nested.ForEach(Sketches.step("each"), most, onError);
    }

    private Run fanned(Node node, Nested nested, String... items) {
        var run = node.start(scene.sketches().of(Sketches.around("fan", nested)));
        steps.attempt(run, "fan", 1).await(new Wait.Branches(List.of(items), "steps inside"));
        return run;
    }
}
