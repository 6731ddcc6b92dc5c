package io.agentrunner.dashboard;

import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule as it is defined.
 *
 * @param when {@code after success} or {@code after failure}
 * @param label where it applies
 * @param then what follows
 */
public record RuleLine(
        String step, String stepUrl, String when, String number, String label, String then) {

    /** All rules of a workflow, in the order of its steps and in that in which they are asked. */
    static List<RuleLine> of(Workflow workflow) {
        var lines = new ArrayList<RuleLine>();
        for (var step : workflow.timeline()) {
            for (var turn : List.of(Turn.BRANCH, Turn.DIVERGE)) {
                int number = 0;
                for (var clause : workflow.flow().clauses(turn, step.name())) {
                    number++;
                    lines.add(
                            new RuleLine(
                                    step.name(),
                                    StepLine.url(step.name()),
                                    turn == Turn.BRANCH ? "after success" : "after failure",
                                    String.valueOf(number),
                                    clause.label(),
                                    then(clause)));
                }
            }
        }
        return lines;
    }

    private static String then(Clause clause) {
        var then =
                switch (clause.then()) {
                    case Continue _ -> "goes on";
                    case BackTo(var step) -> "back to " + step;
                    case SkipTo(var step) -> "skips to " + step;
                    case Fail(var message) -> "fails: " + message;
                };
        var max = clause.max();
        return max == null ? then : then + ", at most " + Words.count(max, "time");
    }
}
