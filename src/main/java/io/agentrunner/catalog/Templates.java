package io.agentrunner.catalog;

import io.agentrunner.run.Expressions.Judgement;
import io.agentrunner.workflow.Clause;
import java.util.Map;

/**
 * Evaluates {@code ${…}} in JSON: a string that is one expression takes the expression's type, any
 * other string has each expression replaced by its text.
 */
public interface Templates {

    /**
     * Evaluates every template in a JSON text.
     *
     * @return JSON text
     * @throws TemplateFailed naming the expression and what is wrong
     */
    String evaluate(String template, Scope scope);

    /**
     * The fields of a JSON object, to be evaluated one by one; what is made from a text is kept for
     * the next time.
     */
    TemplateFields fields(String object);

    /**
     * Evaluates a command line for a POSIX shell: every expression arrives quoted as one word, so
     * that a value never becomes code.
     *
     * @throws TemplateFailed naming the expression and what is wrong
     */
    String evaluateShell(String command, Scope scope);

    /**
     * Whether a rule applies to the outcome that the scope has.
     *
     * @param predicates expressions by the names under which its conditions know them
     */
    Judgement judge(Clause clause, Map<String, String> predicates, Scope scope);
}
