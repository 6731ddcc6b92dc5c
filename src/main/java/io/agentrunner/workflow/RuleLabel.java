package io.agentrunner.workflow;

import io.agentrunner.workflow.Clause.Condition.Match;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;
import java.util.regex.Pattern;

/** Says in a few words where a rule applies. */
public final class RuleLabel {

    private static final Pattern ONLY_FIELD =
            Pattern.compile("\\{([A-Za-z_]\\w*):(\\{.*}|[^{}\\[\\],]+)}");

    private RuleLabel() {}

    public static String of(Clause clause) {
        return switch (clause.condition()) {
            case When(var expression) -> expression.strip();
            case Match(var pattern, var guard) ->
                    shape(pattern.replace("\"", ""))
                            + (guard == null ? "" : " and " + guard.strip());
            case Otherwise _ -> "otherwise";
        };
    }

    /** {@code {error:{code:TIMEOUT}}} in fewer signs: {@code error.code: TIMEOUT}. */
    private static String shape(String pattern) {
        var only = ONLY_FIELD.matcher(pattern);
        if (!only.matches()) {
            return pattern;
        }
        var value = only.group(2);
        var inner = ONLY_FIELD.matcher(value);
        return only.group(1) + (inner.matches() ? "." + shape(value) : ": " + value);
    }
}
