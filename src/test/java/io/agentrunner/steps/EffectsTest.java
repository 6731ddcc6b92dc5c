package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.agentrunner.engine.SideEffects;
import io.agentrunner.run.Effect;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step written in Java does once, however many attempts it takes. */
class EffectsTest {

    record Answer(String text, BigDecimal price) {}

    private final TestTask.Recorded recorded = new TestTask.Recorded();
    private final List<String> done = new ArrayList<>();

    /** The context of another attempt of the same step. */
    private StepContext attempt() {
        return context(recorded);
    }

    private static StepContext context(SideEffects effects) {
        return new StepContext(TestTask.of("{}").with(effects), TestTask.SECRETS);
    }

    private <T> Callable<T> doing(String what, T value) {
        return () -> {
            done.add(what);
            return value;
        };
    }

    @Test
    void a_later_attempt_sees_what_was_recorded_and_does_nothing_again() throws Exception {
        var answer = new Answer("yes", new BigDecimal("1.50"));
        assertThat(attempt().sideEffect("ask", Answer.class, doing("ask", answer)))
                .isEqualTo(answer);
        assertThat(attempt().sideEffect("ask", Answer.class, doing("ask again", answer)))
                .isEqualTo(answer);
        assertThat(done).containsExactly("ask");
        assertThat(recorded.recorded())
                .containsExactly(new Effect("ask", "{\"text\":\"yes\",\"price\":1.50}"));
    }

    @Test
    void a_loop_of_calls_resumes_where_it_broke_off() throws Exception {
        var first = attempt();
        for (int call = 0; call < 38; call++) {
            first.sideEffect("model", Integer.class, doing("model", call));
        }
        var second = attempt();
        for (int call = 0; call < 50; call++) {
            assertThat(second.sideEffect("model", Integer.class, doing("again", call)))
                    .isEqualTo(call);
        }
        assertThat(done.stream().filter("again"::equals)).hasSize(12);
        assertThat(recorded.recorded()).hasSize(50);
    }

    @Test
    void names_do_not_get_in_each_others_way() throws Exception {
        var first = attempt();
        first.sideEffect("a", String.class, doing("a", "a1"));
        first.sideEffect("b", String.class, doing("b", "b1"));
        first.sideEffect("a", String.class, doing("a", "a2"));
        var second = attempt();
        assertThat(second.sideEffect("b", String.class, doing("", ""))).isEqualTo("b1");
        assertThat(second.sideEffect("a", String.class, doing("", ""))).isEqualTo("a1");
        assertThat(second.sideEffect("a", String.class, doing("", ""))).isEqualTo("a2");
        assertThat(second.sideEffect("b", String.class, doing("b", "b2"))).isEqualTo("b2");
    }

    @Test
    void what_throws_is_not_recorded_and_done_again() throws Exception {
        assertThatThrownBy(
                        () ->
                                attempt()
                                        .sideEffect(
                                                "ask",
                                                String.class,
                                                () -> {
                                                    throw new IOException("no answer");
                                                }))
                .isInstanceOf(IOException.class);
        assertThat(recorded.recorded()).isEmpty();
        assertThat(attempt().sideEffect("ask", String.class, () -> "yes")).isEqualTo("yes");
    }

    @Test
    void values_have_any_type_that_json_can_become() throws Exception {
        var type = new TypeReference<List<Answer>>() {};
        var answers = List.of(new Answer("no", BigDecimal.TEN));
        assertThat(attempt().sideEffect("list", type, () -> answers)).isEqualTo(answers);
        assertThat(attempt().sideEffect("list", type, () -> List.of())).isEqualTo(answers);
        assertThat(attempt().sideEffect("tree", () -> answers).at("/0/price").asInt())
                .isEqualTo(10);
        assertThat(attempt().sideEffect("nothing", String.class, () -> null)).isNull();
        assertThat(attempt().sideEffect("nothing", String.class, () -> "some")).isNull();
    }

    @Test
    void time_chance_and_ids_are_the_same_for_every_attempt() {
        var first = attempt();
        var time = first.now();
        var later = first.now();
        var chance = first.random();
        var id = first.uuid();
        assertThat(time).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(chance).isBetween(0.0, 1.0);
        var second = attempt();
        assertThat(second.uuid()).isEqualTo(id).isNotEqualTo(second.uuid());
        assertThat(second.random()).isEqualTo(chance);
        assertThat(second.now()).isEqualTo(time);
        assertThat(second.now()).isEqualTo(later);
    }

    @Test
    void the_value_is_returned_when_it_is_durable_and_not_before() throws Exception {
        var durable = new CompletableFuture<Void>();
        var asked = new CountDownLatch(1);
        var value = new CompletableFuture<String>();
        var context =
                context(
                        effects(
                                _ -> {
                                    asked.countDown();
                                    return durable;
                                }));
        Thread.startVirtualThread(
                () -> {
                    try {
                        value.complete(context.sideEffect("ask", String.class, () -> "yes"));
                    } catch (Exception e) {
                        value.completeExceptionally(e);
                    }
                });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(value).isNotDone();
        durable.complete(null);
        assertThat(value).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("yes");
    }

    @Test
    void an_attempt_that_is_over_does_not_go_on() {
        var over = new IllegalStateException("attempt 1 does not run");
        var context = context(effects(_ -> CompletableFuture.failedStage(over)));
        assertThatThrownBy(context::now).isSameAs(over);
    }

    private interface Recording {
        CompletionStage<Void> record(Effect effect);
    }

    private static SideEffects effects(Recording recording) {
        return new SideEffects() {
            @Override
            public List<Effect> recorded() {
                return List.of();
            }

            @Override
            public CompletionStage<Void> record(Effect effect) {
                return recording.record(effect);
            }
        };
    }

    @Test
    void a_secret_is_not_recorded_and_no_attempt_sees_it_by_chance() throws Exception {
        assertThat(attempt().sideEffect("ask", String.class, () -> "it is s3cret-\"token\"!"))
                .isEqualTo("it is ***!");
        assertThat(recorded.recorded()).containsExactly(new Effect("ask", "\"it is ***!\""));
    }

    @Test
    void what_can_not_be_kept_fails() {
        assertThatThrownBy(() -> attempt().sideEffect("x", () -> "x".repeat(1 << 20)))
                .isInstanceOfSatisfying(
                        StepFailed.class, it -> assertThat(it.code()).isEqualTo("PAYLOAD_LIMIT"));
        assertThatThrownBy(() -> attempt().sideEffect("x", () -> "a\0"))
                .isInstanceOfSatisfying(
                        StepFailed.class, it -> assertThat(it.code()).isEqualTo("PAYLOAD_NUL"));
        assertThat(recorded.recorded()).isEmpty();
    }

    @Test
    void a_value_that_does_not_fit_any_more_is_named() throws Exception {
        attempt().sideEffect("ask", () -> "yes");
        assertThatThrownBy(() -> attempt().sideEffect("ask", Answer.class, () -> null))
                .isInstanceOfSatisfying(
                        StepFailed.class, it -> assertThat(it.code()).isEqualTo("SIDE_EFFECT"))
                .hasMessageContaining("what was recorded as ask does not fit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "context.now"})
    void a_name_is_there_and_not_the_contexts_own(String name) {
        assertThatThrownBy(() -> attempt().sideEffect(name, () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_step_may_know_its_run() {
        var context = attempt();
        assertThat(context.workflow()).isEqualTo("order");
        assertThat(context.version()).isEqualTo("v1");
        assertThat(context.inputs()).hasToString("{\"total\":1.50}");
        assertThat(context.tags()).containsExactly("eu");
        assertThat(context.metadata()).hasToString("{\"team\":\"x\"}");
        assertThat(context.correlationId()).isEqualTo("c-1");
        assertThat(context.step().path()).isEqualTo("work");
        assertThat(context.iteration()).isEqualTo(1);
        assertThat(context.attempt()).isEqualTo(1);
    }
}
