package io.agentrunner.examples;

import static io.agentrunner.workflow.dsl.Dsl.backTo;
import static io.agentrunner.workflow.dsl.Dsl.days;
import static io.agentrunner.workflow.dsl.Dsl.fail;
import static io.agentrunner.workflow.dsl.Dsl.on;
import static io.agentrunner.workflow.dsl.Dsl.optional;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.seconds;
import static io.agentrunner.workflow.dsl.Dsl.skipTo;
import static io.agentrunner.workflow.dsl.Dsl.when;

import io.agentrunner.examples.OrderWorkflow.Order;
import io.agentrunner.examples.OrderWorkflow.Receipt;
import io.agentrunner.workflow.dsl.ApprovalDecision;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.ErrorCode;
import io.agentrunner.workflow.dsl.Rejected;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Charges an order and ships it; small ones skip the review, declined ones are said so: {@code
 * order.yaml} in Java.
 */
@ApplicationScoped
@LookupIfProperty(name = "agent-runner.examples", stringValue = "true")
public class OrderWorkflow implements WorkflowDefinition<Order, Receipt> {

    private static final BigDecimal SMALL = BigDecimal.valueOf(100);

    /** What is ordered. */
    public record Order(String order, BigDecimal total, Card card) {}

    /** How the payment will go. */
    public enum Card {
        good,
        declined,
        flaky
    }

    /** An order that can be charged. */
    public record Validated(String order, BigDecimal total, Card card) {

        boolean isSmall() {
            return total.compareTo(SMALL) < 0;
        }
    }

    /** What was charged. */
    public record Charge(Validated order, String receipt) {}

    /** What the customer gets. */
    public record Receipt(String order, String reviewedBy) {}

    /** The bank says no. */
    @ErrorCode("CARD_DECLINED")
    static final class CardDeclined extends Exception {
        private static final long serialVersionUID = 1;

        CardDeclined() {
            super("the bank says no");
        }
    }

    /** The bank says nothing. */
    @ErrorCode("BANK_SILENT")
    static final class BankSilent extends Exception {
        private static final long serialVersionUID = 1;

        BankSilent() {
            super("the bank doesn't answer");
        }
    }

    @Override
    public String name() {
        return "order-java";
    }

    @Override
    public Defined<Order, Receipt> define(Builder<Order> w) {
        var validate = w.step("validate", this::validate);
        var charge = w.step("charge", this::charge, validate).timeout(seconds(10));
        var review =
                w.approval("review").title("Ship ${inputs.order}?").data(validate).timeout(days(1));
        var ship = w.step("ship", this::ship, validate, optional(review));
        return w.timeline(validate, charge, review, ship)
                .describedAs(
                        "Charges an order and ships it; small ones skip the review, declined ones"
                                + " are said so")
                .diverge(
                        charge,
                        on(
                                CardDeclined.class,
                                fail("the card of ${inputs.order} was declined"))
                                .named("card declined"),
                        on(BankSilent.class, backTo(charge).max(2)).named("bank silent"))
                .diverge(
                        review,
                        on(
                                Rejected.class,
                                fail("somebody does not want ${inputs.order} to be shipped")))
                .branch(
                        charge,
                        when("small order", it -> it.order().isSmall(), skipTo(ship)),
                        otherwise(proceed()))
                .output(ship);
    }

    Validated validate(Context context, Order order) {
        return new Validated(order.order(), order.total(), order.card());
    }

    Charge charge(Context context, Validated order) throws CardDeclined, BankSilent {
        if (order.card() == Card.declined) {
            throw new CardDeclined();
        }
        if (order.card() == Card.flaky && context.iteration() == 1) {
            throw new BankSilent();
        }
        return new Charge(order, context.idempotencyKey());
    }

    Receipt ship(
            Context context, Validated order, Optional<ApprovalDecision<Object>> review) {
        return new Receipt(
                order.order(),
                review.map(ApprovalDecision::by).orElse("nobody, it is a small one"));
    }
}
