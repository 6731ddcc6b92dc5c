package io.agentrunner.run;

import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Condition.Java;
import io.agentrunner.workflow.Clause.Condition.Match;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;
import java.util.function.Function;

/** Expressions that say what they are worth: {@code true}, {@code false}, or nothing clear. */
record Truths(Function<Run, Output> outputs) implements Expressions {

    static final Truths PLAIN = new Truths(Expressions.NONE::output);

    static Truths output(Output output) {
        return new Truths(_ -> output);
    }

    @Override
    public Judgement judge(Run run, StepRun step, Clause clause) {
        return switch (clause.condition()) {
            case Otherwise _ -> new Judgement.Applies("{}", null);
            case When(var expression) -> truth(expression);
            case Java(var predicate) -> truth(predicate);
            case Match(var code, _) ->
                    step.attempt().failure() != null && step.attempt().failure().code().equals(code)
                            ? new Judgement.Applies("{}", null)
                            : new Judgement.DoesNotApply();
        };
    }

    private static Judgement truth(String text) {
        return switch (text) {
            case "true" -> new Judgement.Applies("{\"seen\":1}", null);
            case "false" -> new Judgement.DoesNotApply();
            default -> new Judgement.Unclear(text + " is unclear");
        };
    }

    @Override
    public Output output(Run run) {
        return outputs.apply(run);
    }
}
