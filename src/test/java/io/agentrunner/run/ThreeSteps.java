package io.agentrunner.run;

import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.step;

import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Three steps in a row, rules that say otherwise, and what happens by them. */
final class ThreeSteps {

    private ThreeSteps() {}

    static final StepKey A = StepKey.first("a");
    static final StepKey B = StepKey.first("b");
    static final StepKey C = StepKey.first("c");

    static Clause when(String truth, Action then) {
        return new Clause(new When(truth), then, null);
    }

    static Clause otherwise(Action then) {
        return new Clause(new Otherwise(), then, null);
    }

    static Clause atMost(int max, Action then) {
        return new Clause(new Otherwise(), then, max);
    }

    static Workflow branching(String step, Clause... clauses) {
        return workflow(new Flow(Map.of(), Map.of(step, List.of(clauses))));
    }

    static Workflow diverging(String step, Clause... clauses) {
        return workflow(new Flow(Map.of(step, List.of(clauses)), Map.of()));
    }

    static Workflow workflow(Flow flow) {
        var steps = List.of(step("a"), step("b"), step("c"));
        return new Workflow(
                "order",
                "v",
                null,
                null,
                null,
                null,
                steps,
                flow,
                Recovery.RESUME,
                null,
                null,
                "{}");
    }

    static StepStarted started(StepKey step) {
        return new StepStarted(step, "shell", 1, NODE, NOON);
    }

    static StepCompleted completed(StepKey step) {
        return new StepCompleted(step, 1, "1", NOON);
    }

    static StepFailed failed(StepKey step) {
        return new StepFailed(step, 1, Reason.STEP_FAILED, BROKEN, NOON);
    }

    static FailStep fail(StepKey step) {
        return new FailStep(step, 1, BROKEN, Reason.STEP_FAILED, List.of(), 0.5);
    }

    static Turned turned(
            StepKey step,
            Turn turn,
            int rule,
            Direction direction,
            @Nullable String to,
            String... dropped) {
        var values = rule == 2 || turn == Turn.DIVERGE ? "{}" : "{\"seen\":1}";
        var way = new Way(rule, direction, to, values, List.of(dropped));
        return Turned.of(turn, step, way, NOON);
    }
}
