package io.agentrunner.run;

import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.workflow.Flow.Turn;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run goes through its timeline, where it is not simply from step to step.
 *
 * @param next the step that it was sent to and that has not begun
 * @param isDeadEnd whether it was sent nowhere
 * @param taken how often each rule has applied
 */
record Route(@Nullable String next, boolean isDeadEnd, Map<Rule, Integer> taken) {

    static final Route STRAIGHT = new Route(null, false, Map.of());

    /** One rule of a workflow. */
    record Rule(Turn turn, String step, int number) {}

    Route {
        taken = Map.copyOf(taken);
    }

    int taken(Rule rule) {
        return taken.getOrDefault(rule, 0);
    }

    Route with(Turned turn) {
        var counted = new HashMap<>(taken);
        counted.merge(
                new Rule(turn.turn(), turn.step().path(), turn.way().rule()), 1, Integer::sum);
        return new Route(turn.way().to(), turn.way().direction() == Direction.FAIL, counted);
    }

    Route to(@Nullable String step) {
        return new Route(step, isDeadEnd, taken);
    }
}
