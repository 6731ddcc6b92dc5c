package io.agentrunner.workflow;

import io.agentrunner.workflow.Clause.Condition.Match;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;

/** Says in a few words where a rule applies. */
public final class RuleLabel {

    private RuleLabel() {}

    public static String of(Clause clause) {
        return switch (clause.condition()) {
            case When(var expression) -> expression.strip();
            case Match(var pattern, var guard) ->
                    pattern.replace("\"", "") + (guard == null ? "" : " and " + guard.strip());
            case Otherwise _ -> "otherwise";
        };
    }
}
