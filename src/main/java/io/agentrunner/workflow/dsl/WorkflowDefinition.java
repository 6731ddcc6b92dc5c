package io.agentrunner.workflow.dsl;

import java.util.Locale;

/**
 * A workflow written in Java. A CDI bean of this type is published when the server starts.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class OrderWorkflow implements WorkflowDefinition<Order, Receipt> {
 *     @Override
 *     public Defined<Order, Receipt> define(Builder<Order> w) {
 *         var validate = w.step("validate", this::validate);
 *         var charge = w.step("charge", this::charge, validate).retry(exponential(3, seconds(1)));
 *         return w.timeline(validate, charge)
 *                 .diverge(charge, on(CardDeclined.class, fail("the card was declined")))
 *                 .output(charge);
 *     }
 * }
 * }</pre>
 *
 * @param <I> what a run is started with; a record, or any class that JSON can become. Its JSON
 *     Schema is derived from it
 * @param <O> the result of a run
 */
public interface WorkflowDefinition<I, O> {

    /** By what runs are started: {@code OrderProcessingWorkflow} is {@code order-processing}. */
    default String name() {
        return nameOf(getClass());
    }

    /**
     * Says what the workflow is. Called once, when the server starts; what it does besides building
     * is lost on later runs.
     */
    Defined<I, O> define(Builder<I> w);

    /** The name that a class gives its workflow where it says nothing else. */
    static String nameOf(Class<?> type) {
        var simple = type.getSimpleName().replaceFirst("_.*", "").replaceFirst("Workflow$", "");
        return simple.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
