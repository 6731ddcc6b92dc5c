package io.agentrunner.examples;

import static io.agentrunner.workflow.dsl.Dsl.backTo;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.when;

import io.agentrunner.examples.CounterWorkflow.Goal;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts up to a number, to show a loop and a branch: {@code counter.yaml} in Java. */
@ApplicationScoped
@LookupIfProperty(name = "agent-runner.examples", stringValue = "true")
public class CounterWorkflow implements WorkflowDefinition<Goal, String> {

    /** What to count to. */
    public record Goal(int to) {}

    /** How far it is. */
    public record Count(int n, int to) {}

    @Override
    public String name() {
        return "counter-java";
    }

    @Override
    public Defined<Goal, String> define(Builder<Goal> w) {
        var count = w.step("count", this::count);
        var report = w.step("report", this::report, count);
        return w.timeline(count, report)
                .describedAs("Counts up to a number, to show a loop and a branch")
                .branch(
                        count,
                        when("not there yet", c -> c.n() < c.to(), backTo(count).max(900)),
                        otherwise(proceed()))
                .output(report);
    }

    Count count(Context context, Goal goal) {
        return new Count(context.iteration(), goal.to());
    }

    String report(Context context, Count count) {
        return "counted to " + count.n();
    }
}
