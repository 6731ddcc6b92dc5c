package io.agentrunner.workflow.dsl;

import static io.agentrunner.workflow.dsl.Dsl.backTo;
import static io.agentrunner.workflow.dsl.Dsl.exponential;
import static io.agentrunner.workflow.dsl.Dsl.fail;
import static io.agentrunner.workflow.dsl.Dsl.is;
import static io.agentrunner.workflow.dsl.Dsl.on;
import static io.agentrunner.workflow.dsl.Dsl.optional;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.predicate;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.seconds;
import static io.agentrunner.workflow.dsl.Dsl.skipTo;
import static io.agentrunner.workflow.dsl.Dsl.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a definition says, as JSON, and the code that it finds. */
class BuilderTest {

    private final Builder<Order> w = builder("order");

    private record Order(int total) {}

    private sealed interface Payment {
        record Accepted(String receipt) implements Payment {}

        record Declined(String why) implements Payment {}
    }

    private record Line(String article) {}

    private static Builder<Order> builder(String name) {
        return new Builder<>(name, Order.class, type -> "{\"title\":\"" + type + "\"}");
    }

    private Payment pay(Context context, Order order) {
        return new Payment.Accepted("for " + order.total() + context.attempt());
    }

    private String ship(Context context, Order order, Optional<Payment> payment) {
        return context.runId() + order + payment;
    }

    private List<Line> lines(Context context, Order order) {
        return List.of(new Line(context.runId() + order));
    }

    private String pack(Context context, Line line) {
        return context.runId() + line;
    }

    private String count(Context context, List<String> packed) {
        return context.runId() + packed.size();
    }

    @Test
    void steps_call_their_code_by_name_with_what_they_take() {
        var pay = w.step("pay", this::pay).retry(exponential(3, seconds(1))).timeout(seconds(30));
        var ship = w.step("ship", this::ship, w.inputs(), optional(pay));
        var defined = w.timeline(pay, ship).output(ship);
        assertThat(defined.mistakes()).isEmpty();
        assertThat(defined.blueprint())
                .isEqualTo(
                        """
                        {"name":"order","timeline":["pay","ship"],"inputs":{"title":"%s"},"steps":{\
                        "pay":{"type":"java","step":"order.pay","with":["${inputs}"],\
                        "retry":{"maxAttempts":3,"backoff":"PT1S","factor":2.0},"timeout":"PT30S"},\
                        "ship":{"type":"java","step":"order.ship",\
                        "with":["${inputs}","${has(steps.pay) ? [steps.pay] : []}"]}},\
                        "output":"${steps.ship}"}"""
                                .formatted(Order.class));
    }

    @Test
    void the_code_of_a_step_has_the_types_that_its_method_takes() {
        var pay = w.step("pay", this::pay);
        var ship = w.step("ship", this::ship, w.inputs(), optional(pay));
        var code = code(w.timeline(pay, ship).output(ship), "order.ship");
        assertThat(code.method().getName()).isEqualTo("ship");
        assertThat(code.takes())
                .extracting(Type::getTypeName)
                .containsExactly(
                        Order.class.getTypeName(), "Optional<" + Payment.class.getTypeName() + ">");
    }

    @Test
    void a_lambda_may_be_a_step_where_what_it_takes_is_known_otherwise() {
        var pay = w.step("pay", this::pay);
        var ask =
                w.step(
                        "ask",
                        (Context context, Optional<Payment> payment) -> context.runId() + payment,
                        optional(pay));
        var defined = w.timeline(pay, ask).output(ask);
        assertThat(defined.mistakes()).isEmpty();
        assertThat(code(defined, "order.ask").takes().getFirst())
                .isEqualTo(new Perhaps(Payment.class));
    }

    @Test
    void a_fan_gives_each_item_to_its_step_and_their_results_to_the_next() {
        var lines = w.step("lines", this::lines);
        var pack =
                w.forEach("pack", lines, this::pack)
                        .maxParallel(4)
                        .each(step -> step.timeout(seconds(5)));
        var count = w.step("count", this::count, pack);
        var defined = w.timeline(lines, pack, count).output(count);
        assertThat(defined.mistakes()).isEmpty();
        assertThat(defined.blueprint())
                .contains(
                        """
                        "pack":{"type":"forEach","items":"${steps.lines}","step":{"type":"java",\
                        "step":"order.pack","with":["${item}"],"timeout":"PT5S"},"maxParallel":4}""");
        assertThat(code(defined, "order.pack").takes()).containsExactly(Line.class);
    }

    @Test
    void items_that_were_tried_are_taken_with_what_came_of_each() {
        var lines = w.step("lines", this::lines);
        var pack = w.tryEach("pack", lines, this::pack);
        var sort = w.step("sort", (Context context, List<Tried<String>> packed) -> packed, pack);
        var defined = w.timeline(lines, pack, sort).output(sort);
        assertThat(defined.mistakes()).isEmpty();
        assertThat(defined.blueprint())
                .contains("\"with\":[\"${item}\"]},\"onError\":\"collect\"}");
        assertThat(pack.type())
                .isEqualTo(new GenericOf(List.class, new GenericOf(Tried.class, String.class)));
    }

    @Test
    void a_component_of_the_inputs_is_a_value_by_itself() {
        var total =
                w.step("total", (Context context, Integer sum) -> sum + 1, w.inputs(Order::total));
        var defined = w.timeline(total).output(total);
        assertThat(defined.mistakes()).isEmpty();
        assertThat(defined.blueprint()).contains("\"with\":[\"${inputs.total}\"]");
        assertThat(code(defined, "order.total").takes()).containsExactly(int.class);
    }

    private interface Named {}

    private record Person(String name) implements Named {}

    private Person person(Context context, Order order) {
        return new Person(context.runId() + order);
    }

    private String greet(Context context, Named somebody) {
        return context.runId() + somebody;
    }

    @Test
    void a_value_is_read_as_what_its_step_gives_whatever_the_next_one_calls_it() {
        var person = w.step("person", this::person);
        var greet = w.step("greet", this::greet, person);
        assertThat(code(w.timeline(person, greet).output(greet), "order.greet").takes())
                .containsExactly(Person.class);
    }

    @Test
    void steps_inside_a_parallel_one_are_taken_from_there() {
        var left = w.step("left", this::lines);
        var right = w.step("right", this::pay);
        var ship = w.step("ship", this::ship, w.inputs(), optional(right));
        var both = w.parallel("both", left, right);
        var defined = w.timeline(both, ship).output(left);
        assertThat(defined.mistakes()).isEmpty();
        assertThat(defined.blueprint())
                .contains("\"timeline\":[\"both\",\"ship\"]", "has(steps.both.right)")
                .contains("\"output\":\"${steps.both.left}\"");
    }

    @Nested
    class Rules {

        @Test
        void look_at_errors_by_their_code_and_at_kinds_by_their_name() {
            var pay = w.step("pay", this::failing);
            var defined =
                    w.timeline(pay)
                            .diverge(
                                    pay,
                                    on(IOException.class, backTo(pay).max(2)),
                                    on(Timeout.class, fail("too late")))
                            .branch(
                                    pay,
                                    is(Payment.Declined.class, fail("declined")),
                                    otherwise(proceed()))
                            .output(pay);
            assertThat(defined.blueprint())
                    .contains(
                            """
                            "diverge":{"pay":[{"match":{"error":{"code":"IOException"}},\
                            "then":{"backTo":"pay"},"max":2},{"match":{"error":{"code":"TIMEOUT"}},\
                            "then":{"fail":"too late"}}]},"branch":{"pay":[\
                            {"match":{"result":{"type":"Declined"}},"then":{"fail":"declined"}},\
                            {"otherwise":true,"then":"continue"}]}""");
        }

        private Payment failing(Context context, Order order) throws IOException {
            throw new IOException(context.runId() + order);
        }

        @Test
        void of_one_step_may_be_told_in_parts() {
            var pay = w.step("pay", BuilderTest.this::pay);
            var defined =
                    w.timeline(pay)
                            .diverge(pay, on("A", fail("a")))
                            .diverge(pay, on("B", fail("b")))
                            .output(pay);
            assertThat(defined.blueprint()).contains("\"code\":\"A\"", "\"code\":\"B\"");
        }

        @Test
        void that_ask_a_predicate_name_it_and_know_what_it_looks_at() {
            var first = w.step("first", BuilderTest.this::pay);
            var second = w.step("second", BuilderTest.this::pay);
            var last = w.step("last", BuilderTest.this::pay);
            var free =
                    predicate(
                            "for nothing",
                            (Payment it) ->
                                    it instanceof Payment.Accepted(var receipt)
                                            && receipt.isEmpty());
            var defined =
                    w.timeline(first, second, last)
                            .branch(first, when(free, skipTo(last)), otherwise(proceed()))
                            .branch(second, when(free, fail("twice")), otherwise(proceed()))
                            .output(last);
            assertThat(defined.mistakes()).isEmpty();
            assertThat(defined.blueprint())
                    .contains("{\"java\":\"for nothing\",\"then\":{\"skipTo\":\"last\"}}");
            var guard = Objects.requireNonNull(defined.guards().get("for nothing"));
            assertThat(guard.takes()).isEqualTo(Payment.class);
            assertThat(guard.applies(new Payment.Accepted(""))).isTrue();
            assertThat(guard.applies(new Payment.Declined(""))).isFalse();
        }

        @Test
        void of_one_name_ask_one_thing() {
            var first = w.step("first", BuilderTest.this::pay);
            var second = w.step("second", BuilderTest.this::pay);
            var defined =
                    w.timeline(first, second)
                            .branch(first, when("odd", it -> it == null, fail("no")))
                            .branch(second, when("odd", it -> it != null, fail("yes")))
                            .output(second);
            assertThat(defined.mistakes())
                    .containsExactly(
                            "workflow `order`, step `second`: has a predicate `odd`, and another"
                                    + " step has another of that name; make it once with `predicate`");
        }
    }

    @Test
    void a_class_names_its_workflow() {
        class BankReconciliationWorkflow {}
        class Counter_Subclass {}
        assertThat(WorkflowDefinition.nameOf(BankReconciliationWorkflow.class))
                .isEqualTo("bank-reconciliation");
        assertThat(WorkflowDefinition.nameOf(Counter_Subclass.class)).isEqualTo("counter");
    }

    private static StepCode code(Defined<?, ?> defined, String name) {
        return Objects.requireNonNull(defined.steps().get(name));
    }
}
