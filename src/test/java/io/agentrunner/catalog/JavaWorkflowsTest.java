package io.agentrunner.catalog;

import static io.agentrunner.workflow.dsl.Dsl.backTo;
import static io.agentrunner.workflow.dsl.Dsl.exponential;
import static io.agentrunner.workflow.dsl.Dsl.fail;
import static io.agentrunner.workflow.dsl.Dsl.on;
import static io.agentrunner.workflow.dsl.Dsl.optional;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.seconds;
import static io.agentrunner.workflow.dsl.Dsl.skipTo;
import static io.agentrunner.workflow.dsl.Dsl.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.catalog.JavaWorkflows.Checked;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.StepOf;
import io.agentrunner.workflow.dsl.Timeout;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the compiler can't see of a workflow in Java is told when the server starts. */
class JavaWorkflowsTest {

    private record Order(String id, BigDecimal total, Optional<String> note, @Nullable Card card) {}

    private enum Card {
        GOLD,
        SILVER
    }

    private record Paid(String id) {}

    private record Shop(Function<Builder<Order>, Defined<Order, ?>> says)
            implements WorkflowDefinition<Order, Object> {

        @Override
        public String name() {
            return "shop";
        }

        @Override
        @SuppressWarnings("unchecked")
        public Defined<Order, Object> define(Builder<Order> w) {
            return (Defined<Order, Object>) says.apply(w);
        }
    }

    private Paid pay(Context context, Order order) {
        return new Paid(context.runId() + order);
    }

    private Paid check(Context context, Paid paid) {
        return new Paid(context.runId() + paid);
    }

    private Paid perhaps(Context context, Optional<Paid> paid) {
        return new Paid(context.runId() + paid);
    }

    private static JavaWorkflows workflows(WorkflowDefinition<?, ?>... definitions) {
        var code = new JavaCode(List.of(definitions));
        return new JavaWorkflows(code, new Blueprints(new CelTemplates(code)));
    }

    private static Checked checked(Function<Builder<Order>, Defined<Order, ?>> says) {
        return workflows(new Shop(says)).check();
    }

    @Test
    void without_a_mistake_it_is_a_workflow_like_any_other() {
        var checked =
                checked(
                        w -> {
                            var pay = w.step("pay", this::pay).retry(exponential(3, seconds(1)));
                            var check = w.step("check", this::check, pay);
                            return w.timeline(pay, check).output(check);
                        });
        assertThat(checked.mistakes()).isEmpty();
        assertThat(checked.warnings()).isEmpty();
        var workflow = checked.workflows().getFirst();
        assertThat(workflow.first().settings())
                .isEqualTo("{\"step\":\"shop.pay\",\"with\":[\"${inputs}\"]}");
        assertThat(workflow.inputsSchema())
                .isEqualTo(
                        """
                        {"additionalProperties":false,"properties":{\
                        "card":{"enum":["GOLD","SILVER"],"type":"string"},"id":{"type":"string"},\
                        "note":{"type":"string"},"total":{"type":"number"}},\
                        "required":["id","total"],"type":"object"}""");
    }

    @Nested
    class Refused {

        @Test
        void a_timeline_that_contradicts_what_a_step_takes() {
            var checked =
                    checked(
                            w -> {
                                var pay = w.step("pay", JavaWorkflowsTest.this::pay);
                                var check = w.step("check", JavaWorkflowsTest.this::check, pay);
                                return w.timeline(check, pay).output(pay);
                            });
            assertThat(checked.mistakes())
                    .singleElement()
                    .asString()
                    .startsWith("workflow `shop`, step `check`: ")
                    .contains("refers to step `pay`", "only earlier steps have one");
        }

        @Test
        void a_result_taken_for_certain_although_its_step_may_be_skipped() {
            var certain =
                    checked(
                            w ->
                                    skipping(
                                            w,
                                            check ->
                                                    w.step(
                                                            "last",
                                                            JavaWorkflowsTest.this::check,
                                                            check)));
            assertThat(certain.mistakes())
                    .containsExactly(
                            "workflow `shop`, step `last`: takes the result of `check`, which may have been skipped or have failed by then; take it as `optional(check)`");
            var optional =
                    checked(
                            w ->
                                    skipping(
                                            w,
                                            check ->
                                                    w.step(
                                                            "last",
                                                            JavaWorkflowsTest.this::perhaps,
                                                            optional(check))));
            assertThat(optional.mistakes()).isEmpty();
        }

        /** The last step takes what `check` gives, which a small order skips. */
        private Defined<Order, Paid> skipping(
                Builder<Order> w, Function<StepOf<Paid>, StepOf<Paid>> makeLast) {
            var pay = w.step("pay", JavaWorkflowsTest.this::pay);
            var check = w.step("check", JavaWorkflowsTest.this::check, pay);
            var last = makeLast.apply(check);
            return w.timeline(pay, check, last)
                    .branch(
                            pay,
                            when("small", it -> it.id().isEmpty(), skipTo(last)),
                            otherwise(proceed()))
                    .output(last);
        }

        @Test
        void a_step_that_is_never_used() {
            var checked =
                    checked(
                            w -> {
                                var pay = w.step("pay", JavaWorkflowsTest.this::pay);
                                var _ = w.step("check", JavaWorkflowsTest.this::check, pay);
                                return w.timeline(pay).output(pay);
                            });
            assertThat(checked.mistakes())
                    .containsExactly(
                            "workflow `shop`, step `check`: `check` is not in the timeline; add it there or remove it");
        }

        @Test
        void a_jump_in_the_wrong_direction() {
            var checked =
                    checked(
                            w -> {
                                var pay = w.step("pay", JavaWorkflowsTest.this::pay);
                                var check = w.step("check", JavaWorkflowsTest.this::check, pay);
                                return w.timeline(pay, check)
                                        .diverge(pay, on(Timeout.class, backTo(check).max(1)))
                                        .output(check);
                            });
            assertThat(checked.mistakes())
                    .contains(
                            "workflow `shop`, step `pay`, diverge rule 1: `check` comes after `pay`; go there with `skipTo`");
        }

        @Test
        void names_that_are_none_or_that_two_workflows_have() {
            var broken = workflows(new Shop(w -> w.timeline().output(w.inputs())));
            assertThat(broken.check().mistakes())
                    .containsExactly(
                            "workflow `shop`, timeline: names no step; a workflow has one at least");
            var named = new Named();
            assertThat(workflows(named).check().mistakes())
                    .singleElement()
                    .asString()
                    .contains("`The Shop` is no name of a workflow");
            var twice =
                    new Shop(
                            w ->
                                    w.timeline(w.step("a", JavaWorkflowsTest.this::pay))
                                            .output(w.inputs()));
            assertThat(workflows(twice, twice).check().mistakes())
                    .singleElement()
                    .asString()
                    .startsWith("workflow `shop` is defined twice, once by ");
        }

        private static final class Named implements WorkflowDefinition<Order, Object> {
            @Override
            public String name() {
                return "The Shop";
            }

            @Override
            public Defined<Order, Object> define(Builder<Order> w) {
                throw new IllegalStateException("not asked");
            }
        }

        @Test
        void a_definition_that_throws() {
            var checked =
                    checked(
                            _ -> {
                                throw new IllegalStateException("no shop today");
                            });
            assertThat(checked.mistakes())
                    .containsExactly(
                            Shop.class.getName()
                                    + " can't be defined: java.lang.IllegalStateException: no shop today");
        }

        @Test
        void all_at_once_and_nothing_is_published() {
            var shop =
                    new Shop(
                            w -> {
                                var pay = w.step("pay", JavaWorkflowsTest.this::pay);
                                var check = w.step("Check", JavaWorkflowsTest.this::check, pay);
                                return w.timeline(pay).output(check);
                            });
            assertThatThrownBy(() -> workflows(shop).usable())
                    .isInstanceOf(MalformedWorkflows.class)
                    .hasMessageContaining("step `Check`: `Check` is not in the timeline")
                    .hasMessageContaining("is not a step's name");
        }
    }

    @Nested
    class Doubted {

        @Test
        void a_rule_that_an_earlier_one_covers_a_loop_without_a_limit_and_no_default() {
            var checked =
                    checked(
                            w -> {
                                var pay = w.step("pay", JavaWorkflowsTest.this::pay);
                                return w.timeline(pay)
                                        .diverge(
                                                pay,
                                                on(Timeout.class, backTo(pay)),
                                                on(Timeout.class, fail("late")))
                                        .branch(
                                                pay,
                                                when("small", it -> it.id().isEmpty(), fail("")))
                                        .output(pay);
                            });
            assertThat(checked.mistakes()).isEmpty();
            assertThat(checked.warnings())
                    .containsExactlyInAnyOrder(
                            "workflow `shop`, step `pay`, diverge rule 1: goes back without `max`, up to 1000 times; say how often it may",
                            "workflow `shop`, step `pay`, diverge rule 2: can never apply: rule 1 before it already does",
                            "workflow `shop`, step `pay`, branch: a result to which no rule applies fails the run with NO_MATCH; end with `otherwise: true`");
        }
    }
}
