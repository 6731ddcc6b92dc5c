package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.agentrunner.engine.Engine.Again;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Rule;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was done once is not done again: in a run made again, and in an attempt made again. */
class RetryingTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_failed_run_is_made_again_from_the_step_that_failed() {
        var node = scene.node();
        var run = failed(node);

        var again = made(node, run.id());

        assertThat(again.created().forkedFrom()).isEqualTo(run.id());
        assertThat(again.steps().getFirst().result()).isEqualTo("1");
        steps.attempt(again, "b", 1).complete("2");
        node.await(again, RunState.COMPLETED);
        assertThat(steps.hasBegun(again, "a", 1)).isFalse();
        assertThat(node.history(again))
                .containsExactly(
                        "run.created, run.forked, run.started, step.started b#1",
                        "step.completed b#1, run.completed");
    }

    @Test
    void there_is_one_new_run_however_often_it_is_asked_for() {
        var node = scene.node();
        var run = failed(node);
        var again = made(node, run.id());

        assertThat(Scene.get(node.engine.retry(run.id())).orElseThrow())
                .isEqualTo(new Again.Made(new Started.Repeated(again.id())));
    }

    @Test
    void why_it_is_made_again_is_what_was_said_first() {
        var node = scene.node();
        var run = failed(node);

        Scene.get(node.engine.retry(run.id(), "the carrier is back"));
        var again = Scene.get(node.engine.retry(run.id(), "hurry up")).orElseThrow();

        var id = ((Started.Repeated) ((Again.Made) again).started()).run();
        assertThat(Scene.get(node.engine.find(id)).orElseThrow().created().reason())
                .isEqualTo("the carrier is back");
        assertThat(run.created().reason()).isNull();
    }

    @Test
    void what_goes_on_or_succeeded_is_not_made_again() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        assertRefused(node, run, Rule.NOT_OVER);
        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);

        assertRefused(node, run, Rule.NOTHING_TO_DO);
        assertThat(Scene.get(node.engine.retry(RunId.at(scene.clock().now(), 1, 2)))).isEmpty();
    }

    @Test
    void an_effect_is_durable_when_it_is_answered_and_known_to_the_attempt_after_a_crash() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var run = node.start(scene.sketches().of("a"));
        var task = steps.attempt(run, "a", 1).task();
        for (int call = 0; call < 38; call++) {
            Scene.get(task.effects().record(new Effect("model", "\"answer %d\"".formatted(call))));
        }
        node.crash();

        var next = scene.node(id, "it", 10);
        var again = steps.attempt(run, "a", 2);

        assertThat(again.task().effects().recorded()).hasSize(38);
        assertThat(again.task().effects().recorded().getLast().value()).contains("answer 37");
        again.complete("1");
        next.await(run, RunState.COMPLETED);
    }

    @Test
    void an_attempt_that_is_over_records_nothing() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var attempt = steps.attempt(run, "a", 1);
        attempt.complete("1");
        node.await(run, RunState.COMPLETED);

        var late = attempt.task().effects().record(new Effect("late", "1"));

        assertThat(late.toCompletableFuture()).failsWithin(java.time.Duration.ofSeconds(20));
    }

    private Run failed(Node node) {
        var run = node.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).complete("1");
        steps.attempt(run, "b", 1).fail("BROKEN");
        return node.await(run, RunState.FAILED);
    }

    private static Run made(Node node, RunId run) {
        var again = Scene.get(node.engine.retry(run)).orElseThrow();
        return ((Started.Created) ((Again.Made) again).started()).run();
    }

    private static void assertRefused(Node node, Run run, Rule rule) {
        assertThat(Scene.get(node.engine.retry(run.id())).orElseThrow())
                .asInstanceOf(type(Again.Refused.class))
                .returns(rule, refused -> refused.why().rule());
    }
}
