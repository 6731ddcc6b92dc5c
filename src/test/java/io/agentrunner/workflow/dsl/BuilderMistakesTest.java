package io.agentrunner.workflow.dsl;

import static io.agentrunner.workflow.dsl.Dsl.is;
import static io.agentrunner.workflow.dsl.Dsl.optional;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.skipTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a builder finds wrong by itself. */
class BuilderMistakesTest {

    private final Builder<Order> w = builder("order");

    private record Order(int total) {}

    private record Payment(String receipt) {}

    private static Builder<Order> builder(String name) {
        return new Builder<>(name, Order.class, _ -> "{}");
    }

    private Payment pay(Context context, Order order) {
        return new Payment("for " + order.total() + context.attempt());
    }

    private String ship(Context context, Order order, Optional<Payment> payment) {
        return context.runId() + order + payment;
    }

    @Test
    void a_step_of_another_workflow() {
        var foreign = builder("other").step("foreign", this::pay);
        var ship = w.step("ship", this::ship, w.inputs(), optional(foreign));
        var defined =
                w.timeline(ship)
                        .branch(ship, otherwise(skipTo(foreign)))
                        .diverge(foreign, otherwise(proceed()))
                        .output(foreign);
        assertThat(defined.mistakes())
                .containsExactly(
                        mistake("ship", "has(steps.foreign) ? [steps.foreign] : []"),
                        mistake("ship", "foreign"),
                        mistake("foreign", "foreign"),
                        mistake("output", "foreign"));
    }

    private String mistake(String step, String value) {
        return "workflow `order`, step `%s`: takes or names `%s` of another workflow; make the step with this builder"
                .formatted(step, value);
    }

    @Test
    void a_name_that_two_steps_have() {
        var one = w.step("pay", this::pay);
        var other = w.step("pay", this::pay);
        assertThat(w.timeline(one, other).output(one).mistakes())
                .containsExactly(
                        "workflow `order`, step `pay`: is the name of two steps; give each its own");
    }

    @Test
    void a_step_in_two_places() {
        var pay = w.step("pay", this::pay);
        var one = w.parallel("one", pay);
        var other = w.parallel("other", pay);
        assertThat(w.timeline(one, other).output(pay).mistakes())
                .containsExactly(
                        "workflow `order`, step `pay`: is inside `one` and `other`; a step stands in one place");
    }

    @Test
    void a_lambda_that_does_not_say_of_what_its_list_is() {
        var lines = w.step("lines", (Context context) -> List.of(context.runId()));
        var count = w.step("count", (Context _, List<String> all) -> all.size(), lines);
        assertThat(w.timeline(lines, count).output(count).mistakes())
                .containsExactly(
                        "workflow `order`, step `count`: takes `java.util.List`, and a lambda doesn't say of what; take it in a method, and refer to that");
    }

    @Test
    void a_constructor_for_a_step() {
        var make = w.step("make", Made::new);
        assertThat(w.timeline(make).output(make).mistakes())
                .containsExactly(
                        "workflow `order`, step `make`: it is a constructor; refer to a method");
    }

    private record Made(Context context, Order order) {}

    @Test
    void a_part_of_the_inputs_that_is_no_component() {
        var part =
                w.step("part", (Context context, String text) -> text, w.inputs(Object::toString));
        assertThat(w.timeline(part).output(part).mistakes())
                .containsExactly(
                        "workflow `order`, step `inputs`: takes a part of a record by its accessor: w.inputs(Order::lines)");
    }

    private CompletableFuture<String> later(Context context) {
        return CompletableFuture.completedFuture(context.runId());
    }

    @Test
    void a_result_that_has_to_be_waited_for() {
        var later = w.step("later", this::later);
        assertThat(w.timeline(later).output(later).mistakes())
                .containsExactly(
                        "workflow `order`, step `later`: returns a `CompletableFuture`; wait for it, the method may block, and return what comes");
    }

    @Test
    void a_kind_that_is_none() {
        var pay = w.step("pay", this::pay);
        var defined = w.timeline(pay).branch(pay, is(Payment.class, proceed())).output(pay);
        assertThat(defined.mistakes())
                .singleElement()
                .asString()
                .startsWith(
                        "workflow `order`, step `pay`: has a rule `is(Payment.class, …)`, which is not");
    }
}
