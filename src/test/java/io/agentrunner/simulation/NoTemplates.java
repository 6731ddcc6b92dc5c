package io.agentrunner.simulation;

import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.TemplateFields;
import io.agentrunner.catalog.Templates;
import io.agentrunner.run.Expressions.Judgement;
import io.agentrunner.workflow.Clause;
import java.util.Map;
import java.util.Objects;

/** Simulated workflows say what they mean. */
enum NoTemplates implements Templates {
    INSTANCE;

    @Override
    public String evaluate(String template, Scope scope) {
        return template;
    }

    /** Every second rule applies, whatever it looks at. */
    @Override
    public Judgement judge(Clause clause, Map<String, String> predicates, Scope scope) {
        return clause.condition() instanceof Clause.Condition.Otherwise
                        || Objects.hash(said(clause), scope.run().id()) % 2 == 0
                ? new Judgement.Applies("{}", null)
                : new Judgement.DoesNotApply();
    }

    /** What it does, whatever it is called: the histories of all seeds hang on these letters. */
    private static String said(Clause clause) {
        return "Clause[condition=%s, then=%s, max=%s]"
                .formatted(clause.condition(), clause.then(), clause.max());
    }

    @Override
    public TemplateFields fields(String object) {
        throw new UnsupportedOperationException("no step of a simulation has templates");
    }

    @Override
    public String evaluateShell(String command, Scope scope) {
        return command;
    }
}
