package io.agentrunner.dashboard;

import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Workflows that are worth a drawing. */
final class Graphs {

    private Graphs() {}

    static Clause when(String expression, Action then) {
        return new Clause(new Condition.When(expression), then, null);
    }

    static Clause otherwise(Action then) {
        return new Clause(new Condition.Otherwise(), then, null);
    }

    /** Charges and ships: a loop, a short cut, a failure by rule, steps inside a step. */
    static Workflow order() {
        var inside = List.of(step("stock", null), step("address", null), step("risk", null));
        var fan = step("enrich", new Nested.Parallel(inside, 2, Nested.OnError.FAIL));
        return workflow(
                new Flow(
                        Map.of(
                                "charge",
                                List.of(
                                        new Clause(
                                                new Condition.When("error.code == 'TIMEOUT'"),
                                                new Action.BackTo("validate"),
                                                2),
                                        otherwise(new Action.Fail("declined")))),
                        Map.of(
                                "validate",
                                List.of(
                                        when("inputs.total < 100", new Action.SkipTo("ship")),
                                        otherwise(new Action.Continue())))),
                step("validate", null),
                fan,
                step("charge", null),
                step("ship", null));
    }

    /** That many steps, each with a way back to the first and a way forward to the last. */
    static Workflow tangled(int steps) {
        var timeline = new ArrayList<Step>();
        var back = new LinkedHashMap<String, List<Clause>>();
        var skip = new LinkedHashMap<String, List<Clause>>();
        for (int i = 0; i < steps; i++) {
            var name = "step" + i;
            timeline.add(step(name, null));
            back.put(name, List.of(otherwise(new Action.BackTo("step0"))));
            if (i < steps - 1) {
                skip.put(
                        name,
                        List.of(
                                when("result.n < " + i, new Action.SkipTo("step" + (steps - 1))),
                                otherwise(new Action.Continue())));
            }
        }
        return workflow(new Flow(back, skip), timeline.toArray(Step[]::new));
    }

    static Workflow workflow(Flow flow, Step... steps) {
        return new Workflow(
                "order",
                "sha256:c20ad4d76fe97759aa27a0c99bff6710",
                "2",
                "Charge and ship an order",
                """
                {"type":"object","required":["total"],"properties":{"total":{"type":"number","minimum":0},
                 "region":{"enum":["eu","us"],"default":"eu","description":"Where to"}}}""",
                Duration.ofHours(1),
                List.of(steps),
                flow,
                Recovery.RESUME,
                null,
                null,
                "{\"name\":\"order\",\"timeline\":[\"validate\"]}");
    }

    static Step step(String name, @Nullable Nested nested) {
        return new Step(
                name,
                nested == null ? "set" : "parallel",
                null,
                "{}",
                Duration.ofMinutes(5),
                null,
                RetryPolicy.NONE,
                3,
                nested);
    }
}
