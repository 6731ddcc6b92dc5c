package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.JavaCode;
import io.agentrunner.engine.Outcome;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JavaStepTest {

    record Order(String id, BigDecimal total, LocalDate day) {}

    static final class CardDeclined extends RuntimeException implements HasCode {
        private static final long serialVersionUID = 1;

        @Override
        public String code() {
            return "CARD_DECLINED";
        }
    }

    /** The steps under test. */
    static class Shop implements JavaSteps {
        final CountDownLatch begun = new CountDownLatch(1);

        @NamedStep("echo")
        Order echo(Order order) {
            return order;
        }

        @NamedStep("sum")
        int sum(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @NamedStep("key")
        String key(StepContext context) {
            context.output().line("stdout", "asked");
            return context.idempotencyKey() + " " + context.attempt();
        }

        @NamedStep("both")
        String both(StepContext context, Map<String, String> with) {
            return context.step() + " " + with;
        }

        @NamedStep("nothing")
        void nothing() {}

        @NamedStep("uni")
        Uni<String> uni() {
            return Uni.createFrom().item("later").onItem().delayIt().by(Duration.ofMillis(5));
        }

        @NamedStep("stage")
        CompletionStage<String> stage() {
            return CompletableFuture.failedStage(new IllegalStateException("too late"));
        }

        @NamedStep("decline")
        void decline() {
            throw new CardDeclined();
        }

        @NamedStep("fail")
        void fail() {
            throw new StepFailed("OUT_OF_STOCK", "no s3cret-\"token\"", Map.of("sku", "K-1"));
        }

        @NamedStep("overflow")
        int overflow() {
            throw new StackOverflowError();
        }

        @NamedStep("wait")
        void await() throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
        }

        @NamedStep("deaf")
        String deaf() {
            begun.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return "done all the same";
        }

        @NamedStep("wait-for-ever")
        Uni<String> forEver() {
            return Uni.createFrom().<String>nothing().onSubscription().invoke(begun::countDown);
        }
    }

    /** What a proxy looks like: a class of the same methods without their annotations. */
    static class Proxy extends Shop {
        @Override
        void nothing() {
            super.nothing();
        }
    }

    private final Shop shop = new Proxy();
    private final JavaStep step =
            new JavaStep(
                    new CelTemplates(),
                    TestTask.SECRETS,
                    new NamedSteps(List.of(shop)),
                    new JavaCode(List.of()));

    private Outcome call(String name, @Nullable String with) {
        return execute(task(name, with));
    }

    private static TestTask task(String name, @Nullable String with) {
        return TestTask.of("{\"step\": \"%s\", \"with\": %s}".formatted(name, with));
    }

    private Outcome execute(TestTask task) {
        try {
            return step.execute(task.task());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void values_go_in_and_come_out_as_json() {
        assertThat(call("echo", "{\"id\": \"A\", \"total\": 1.50, \"day\": \"2030-01-31\"}"))
                .isEqualTo(
                        Outcome.completed("{\"id\":\"A\",\"total\":1.50,\"day\":\"2030-01-31\"}"));
        assertThat(call("sum", "[1, 2, 3]")).isEqualTo(Outcome.completed("6"));
        assertThat(call("nothing", null)).isEqualTo(Outcome.completed("null"));
        assertThat(call("both", "{\"a\": \"b\"}")).isEqualTo(Outcome.completed("\"work/1 {a=b}\""));
    }

    @Test
    void a_step_may_know_which_attempt_it_makes() {
        var task = task("key", null);
        assertThat(execute(task)).isEqualTo(Outcome.completed("\"" + task.run() + "/work/1 1\""));
        assertThat(task.heard().lines()).containsExactly("stdout: asked");
    }

    @Test
    void a_result_that_comes_later_is_waited_for() {
        assertThat(call("uni", null)).isEqualTo(Outcome.completed("\"later\""));
        assertThat(Ended.failure(call("stage", null)).code()).isEqualTo("IllegalStateException");
    }

    @Test
    void an_exception_fails_under_its_name_or_the_code_it_carries() {
        assertThat(Ended.failure(call("decline", null)).code()).isEqualTo("CARD_DECLINED");
        assertThat(Ended.failure(call("overflow", null)).code()).isEqualTo("StackOverflowError");
        var failure = Ended.failure(call("fail", null));
        assertThat(failure.code()).isEqualTo("OUT_OF_STOCK");
        assertThat(failure.message()).isEqualTo("no ***");
        assertThat(failure.details()).isEqualTo("{\"sku\":\"K-1\"}");
        assertThat(failure.stackTrace()).contains("Shop.fail").doesNotContain("s3cret");
    }

    @Test
    void a_value_that_does_not_fit_is_named() {
        var failure = Ended.failure(call("sum", "{\"a\": 1}"));
        assertThat(failure.code()).isEqualTo("SETTINGS");
        assertThat(failure.message()).startsWith("with does not fit");
    }

    @Test
    void a_name_that_nobody_has_is_answered_with_those_that_are_known() {
        var failure = Ended.failure(call("greet", null));
        assertThat(failure.code()).isEqualTo("UNKNOWN_STEP");
        assertThat(failure.message()).contains("greet", "deaf, decline, echo");
    }

    @Test
    void a_stop_interrupts_it_and_leaves_the_thread_as_it_was() throws Exception {
        for (var name : List.of("wait", "wait-for-ever")) {
            var task = task(name, null);
            var interruptedLater = new CompletableFuture<Boolean>();
            var outcome = new CompletableFuture<Outcome>();
            Thread.startVirtualThread(
                    () -> {
                        outcome.complete(execute(task));
                        interruptedLater.complete(Thread.currentThread().isInterrupted());
                    });
            assertThat(shop.begun.await(10, TimeUnit.SECONDS)).isTrue();
            task.stop().give();
            assertThat(outcome)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isInstanceOf(Outcome.Stopped.class);
            assertThat(interruptedLater).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
        }
    }

    @Test
    void who_does_not_mind_a_stop_is_told_about_as_it_was() throws Exception {
        var task = task("deaf", null);
        var outcome = new CompletableFuture<Outcome>();
        var interruptedLater = new CompletableFuture<Boolean>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            outcome.complete(execute(task));
                            interruptedLater.complete(Thread.currentThread().isInterrupted());
                        });
        assertThat(shop.begun.await(10, TimeUnit.SECONDS)).isTrue();
        task.stop().give();
        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(Outcome.completed("\"done all the same\""));
        assertThat(interruptedLater).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
    }

    static class Twin implements JavaSteps {
        @NamedStep("echo")
        void other() {}
    }

    static class Greedy implements JavaSteps {
        @NamedStep("greedy")
        void greedy(String one, String two) {}
    }

    static class Hidden implements JavaSteps {
        @NamedStep("hidden")
        @SuppressWarnings("UnusedMethod")
        private void hidden() {}
    }

    @Test
    void what_can_not_be_called_by_name_is_refused_at_the_start() {
        assertThatThrownBy(() -> new NamedSteps(List.of(shop, new Twin())))
                .hasMessageContainingAll("two steps are called echo", "Shop.echo", "Twin.other");
        assertThatThrownBy(() -> new NamedSteps(List.of(new Greedy())))
                .hasMessageContaining("Greedy.greedy can't be a step");
        assertThatThrownBy(() -> new NamedSteps(List.of(new Hidden())))
                .hasMessageContaining("Hidden.hidden can't be a step");
    }
}
