package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Expressions.Judgement;
import io.agentrunner.run.Failure;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.Dsl;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What predicates in Java are asked about, and what comes of those that can't answer. */
class JavaGuardsTest {

    private sealed interface Payment {}

    private record Accepted(String receipt, BigDecimal amount) implements Payment {}

    private record Pending() implements Payment {}

    private final JavaCode code = new JavaCode(List.of(new Shop()));
    private final CelTemplates templates = new CelTemplates(code);

    private static final class Shop implements WorkflowDefinition<Payment, Payment> {

        @Override
        public Defined<Payment, Payment> define(Builder<Payment> w) {
            var pay = w.step("pay", this::pay);
            return w.timeline(pay)
                    .diverge(pay, Dsl.when("late", it -> it.code().equals("LATE"), Dsl.proceed()))
                    .branch(
                            pay,
                            Dsl.when(
                                    "free",
                                    it ->
                                            it instanceof Accepted(_, var amount)
                                                    && amount.signum() == 0,
                                    Dsl.proceed()),
                            Dsl.when("broken", it -> it.hashCode() / zero() > 0, Dsl.proceed()))
                    .output(pay);
        }

        private static int zero() {
            return 0;
        }

        Payment pay(Context context, Payment payment) {
            return context.attempt() > 1 ? new Pending() : payment;
        }
    }

    private Judgement judge(String predicate, Scope.Ending ending) {
        var facts = new Scope.RunFacts("id", "shop", "sha256:0", List.of(), "{}", null, null, null);
        var scope =
                new Scope("{}", _ -> Optional.empty(), facts, _ -> Optional.empty(), null, ending);
        var clause =
                new Clause(
                        new Clause.Condition.Java(predicate), new Clause.Action.Continue(), null);
        return templates.judge(clause, Map.of(), scope);
    }

    @Test
    void they_look_at_the_result_as_it_was_returned() {
        var free = "{\"type\": \"Accepted\", \"receipt\": \"r\", \"amount\": 0}";
        assertThat(judge("free", new Scope.Ending.Succeeded(free)))
                .isEqualTo(
                        new Judgement.Applies(
                                "{\"result\":{\"type\":\"Accepted\",\"receipt\":\"r\",\"amount\":0}}",
                                null));
        assertThat(judge("free", new Scope.Ending.Succeeded("{\"type\": \"Pending\"}")))
                .isInstanceOf(Judgement.DoesNotApply.class);
    }

    @Test
    void they_look_at_the_error_of_a_step_that_failed() {
        var late = new Scope.Ending.Failed(new Failure("LATE", "too late", null, null));
        assertThat(judge("late", late)).isInstanceOf(Judgement.Applies.class);
        var other = new Scope.Ending.Failed(new Failure("OTHER", "", null, null));
        assertThat(judge("late", other)).isInstanceOf(Judgement.DoesNotApply.class);
    }

    @Test
    void those_that_throw_are_neither_true_nor_false() {
        assertThat(judge("broken", new Scope.Ending.Succeeded("{\"type\": \"Pending\"}")))
                .isEqualTo(
                        new Judgement.Unclear(
                                "predicate `broken` threw java.lang.ArithmeticException: / by zero"));
    }

    @Test
    void those_that_are_gone_are_neither() {
        assertThat(judge("gone", new Scope.Ending.Succeeded("{}")))
                .isEqualTo(
                        new Judgement.Unclear(
                                "the code of workflow `shop` has no predicate `gone` in this server"));
    }
}
