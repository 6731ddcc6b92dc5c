package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Draining;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a run from its start to its end. */
class EngineTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void each_boundary_between_steps_is_one_transition() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).complete("1");
        steps.attempt(run, "b", 1).complete("{\"n\":2}");

        var ended = node.await(run, RunState.COMPLETED);

        assertThat(ended.result()).isEqualTo("{\"n\":2}");
        assertThat(node.history(run))
                .containsExactly(
                        "run.created, run.started, step.started a#1",
                        "step.completed a#1, step.started b#1",
                        "step.completed b#1, run.completed");
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(0, 100, 0));
    }

    @Test
    void a_run_is_running_only_with_an_attempt_under_way() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));

        var attempt = steps.attempt(run, "a", 1);

        assertThat(node.now(run).state()).isEqualTo(RunState.RUNNING);
        assertThat(node.now(run).steps().running()).isOne();
        assertThat(node.owner(run)).contains(node.nodes.self());
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(1, 100, 1));
        attempt.complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(node.owner(run)).isEmpty();
    }

    @Test
    void nothing_of_a_step_happens_before_its_start_is_durable() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        var first = steps.attempt(run, "a", 1);
        node.held.hold();

        first.complete("1");
        node.historyTo(run, "step.completed a#1, step.started b#1");
        assertThat(steps.hasBegun(run, "b", 1)).isFalse();

        node.held.release();
        steps.attempt(run, "b", 1).complete("2");
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_step_sees_the_results_before_it_and_keeps_its_idempotency_key() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).complete("{\"n\":2}");

        var task = steps.attempt(run, "b", 1).task();

        assertThat(task.scope().results().apply("a")).contains("{\"n\":2}");
        assertThat(task.scope().results().apply("b")).isEmpty();
        assertThat(task.idempotencyKey()).isEqualTo(run.id() + "/b/1");
    }

    @Test
    void the_result_of_a_run_is_its_output_template_evaluated() {
        var node = scene.node();
        var run =
                node.start(
                        scene.sketches()
                                .of(
                                        null,
                                        "\"${steps.a.n + steps.b.n}\"",
                                        List.of(step("a"), step("b"))));
        steps.attempt(run, "a", 1).complete("{\"n\":2}");
        steps.attempt(run, "b", 1).complete("{\"n\":3}");

        assertThat(node.await(run, RunState.COMPLETED).result()).isEqualTo("5");
    }

    @Test
    void a_run_whose_output_is_unusable_fails_and_its_last_step_has_not() {
        var node = scene.node();
        var run =
                node.start(scene.sketches().of(null, "\"${steps.a.nothing}\"", List.of(step("a"))));
        steps.attempt(run, "a", 1).complete("{\"n\":2}");

        var ended = node.await(run, RunState.FAILED);

        assertThat(ended.reason()).isEqualTo(Reason.FLOW_FAIL);
        assertThat(ended.message()).startsWith("output: ").contains("nothing");
        assertThat(node.history(run)).last().isEqualTo("step.completed a#1, run.failed");
    }

    @Test
    void a_step_of_an_unknown_kind_fails() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(step("a", "telepathy")));

        assertThat(node.await(run, RunState.FAILED).message())
                .contains("UNKNOWN_STEP_TYPE", "telepathy");
    }

    @Test
    void a_step_that_throws_an_error_fails_alone() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).raise(new StackOverflowError());

        assertThat(node.await(run, RunState.FAILED).message()).contains("StackOverflowError");
        scene.settle(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{\"a\":1} and more"})
    void a_result_that_is_not_json_fails_its_attempt(String nonsense) {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).complete(nonsense);

        assertThat(node.await(run, RunState.FAILED).message()).contains("not JSON");
        assertThat(node.history(run)).hasSize(2);
    }

    @Test
    void details_that_are_not_json_are_left_out_of_a_failure() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var failure = new Failure("BUSY", "it went wrong", "nonsense", null);
        steps.attempt(run, "a", 1).end(new Outcome.Failed(failure, List.of()));

        assertThat(node.await(run, RunState.FAILED).message()).contains("BUSY");
        assertThat(node.history(run)).hasSize(2);
    }

    @Test
    void no_more_attempts_of_a_kind_are_made_at_a_time_than_it_allows() {
        var narrow = new Scripted("narrow", 2);
        var node = scene.with(narrow).node();
        var workflow = scene.sketches().of(step("a", "narrow"));
        var runs = IntStream.range(0, 4).mapToObj(_ -> node.start(workflow)).toList();
        var first = narrow.attempt(runs.get(0), "a", 1);
        narrow.attempt(runs.get(1), "a", 1);
        scene.settle(node);
        assertThat(narrow.begun()).isEqualTo(2);
        assertThat(node.engine.load().runningAttempts()).isEqualTo(2);

        first.complete("1");
        var third = narrow.attempt(runs.get(2), "a", 1);
        assertThat(narrow.hasBegun(runs.get(3), "a", 1)).isFalse();
        third.complete("1");
        narrow.attempt(runs.get(3), "a", 1).complete("1");
        node.await(runs.get(3), RunState.COMPLETED);
    }

    @Test
    void a_canceled_run_whose_attempt_waits_for_its_turn_ends_at_once() {
        var narrow = new Scripted("narrow", 1);
        var node = scene.with(narrow).node();
        var workflow = scene.sketches().of(step("a", "narrow"));
        var first = node.start(workflow);
        var attempt = narrow.attempt(first, "a", 1);
        var second = node.start(workflow);

        node.cancel(second);

        node.await(second, RunState.CANCELED);
        attempt.complete("1");
        node.await(first, RunState.COMPLETED);
        var third = node.start(workflow);
        narrow.attempt(third, "a", 1).complete("1");
        node.await(third, RunState.COMPLETED);
        assertThat(narrow.begun()).isEqualTo(2);
        assertThat(node.engine.load().runningAttempts()).isZero();
    }

    @Test
    void a_start_repeated_under_its_key_creates_nothing() {
        var node = scene.node();
        var workflow = scene.sketches().of("a");
        var first = Scene.get(node.engine.start(keyed(workflow, "body")));
        var run = ((Started.Created) first).run();

        assertThat(Scene.get(node.engine.start(keyed(workflow, "body"))))
                .isEqualTo(new Started.Repeated(run.id()));
        assertThat(Scene.get(node.engine.start(keyed(workflow, "other"))))
                .isEqualTo(new Started.KeyReused(run.id()));
        assertThat(node.engine.load().activeRuns()).isOne();
    }

    private static StartRequest keyed(Published workflow, String body) {
        var key = IdempotencyKey.of("start", "k", body.getBytes(StandardCharsets.UTF_8));
        return new StartRequest(workflow, "{}", List.of(), "{}", 0, null, null, null, key);
    }

    @Test
    void a_node_takes_nothing_before_it_has_looked_at_what_was_left_behind() {
        var node = scene.joined(UUID.randomUUID(), "early", 10);
        var workflow = scene.sketches().of("a");

        assertThatThrownBy(() -> node.start(workflow)).isInstanceOf(Draining.class);

        node.recovered();
        assertThat(node.start(workflow).state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void hundreds_of_runs_at_once_each_do_each_step_once() {
        var made = new AtomicInteger();
        var counting =
                new StepExecutor() {
                    @Override
                    public String type() {
                        return "counting";
                    }

                    @Override
                    public Outcome execute(StepTask task) {
                        made.incrementAndGet();
                        return Outcome.completed("1");
                    }
                };
        var node = scene.with(counting).node("busy", 1000);
        var workflow =
                scene.sketches()
                        .of(step("a", "counting"), step("b", "counting"), step("c", "counting"));
        var runs = IntStream.range(0, 300).mapToObj(_ -> node.start(workflow)).toList();

        runs.forEach(run -> node.await(run, RunState.COMPLETED));

        assertThat(made).hasValue(900);
        assertThat(node.engine.load()).isEqualTo(new Engine.Load(0, 1000, 0));
    }
}
