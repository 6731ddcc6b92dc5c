package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A compiled expression: evaluated as often as one likes, by as many threads as one likes. */
final class CelExpression {

    private static final Pattern PREFIX =
            Pattern.compile("^evaluation error(?: at <input>:\\d+)?: ");
    private static final Pattern MISSING_KEY =
            Pattern.compile("^key '(.*)' is not present in map\\.$");
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("^No matching overload for function '(.*?)'.*", Pattern.DOTALL);

    private final String source;
    private final CelAbstractSyntaxTree ast;
    private final ExpressionReferences references;
    private final CelRuntime.Program program;
    private final Optional<ExpressionPath> path;
    private final List<ExpressionPath> paths;

    CelExpression(String source, CelAbstractSyntaxTree ast, CelRuntime.Program program) {
        this.source = source;
        this.ast = ast;
        this.references = ExpressionReferences.in(ast);
        this.program = program;
        this.path = ExpressionPath.of(ast.getExpr());
        this.paths = ExpressionPath.in(ast);
    }

    ExpressionReferences references() {
        return references;
    }

    CelAbstractSyntaxTree ast() {
        return ast;
    }

    /** What it looks at, each as far as it walks down from a variable. */
    List<ExpressionPath> paths() {
        return paths;
    }

    /**
     * The value as JSON.
     *
     * @throws TemplateFailed naming the expression and what is wrong
     */
    JsonNode evaluate(TemplateVariables variables) {
        var found = path.map(variables::at);
        return found.orElseGet(() -> run(variables));
    }

    /**
     * The value of one that is true or false.
     *
     * @throws TemplateFailed also when it is neither
     */
    JsonNode truth(TemplateVariables variables) {
        var truth = evaluate(variables);
        if (!truth.isBoolean()) {
            throw failed("must be true or false");
        }
        return truth;
    }

    private JsonNode run(TemplateVariables variables) {
        try {
            return Allowance.within(() -> JsonValues.toJson(program.eval(variables)));
        } catch (TemplateFailed e) {
            throw failed(String.valueOf(e.getMessage()));
        } catch (CelEvaluationException e) {
            throw e.getCause() instanceof TemplateFailed within
                    ? failed(String.valueOf(within.getMessage()))
                    : failed(explained(e, variables));
        }
    }

    /** Some of CEL's messages quote the value they are about, so none may be a secret's. */
    private String explained(CelEvaluationException e, TemplateVariables variables) {
        var message = PREFIX.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        var missing = MISSING_KEY.matcher(message);
        var name = missing.matches() ? missing.group(1) : message;
        if (references.of("steps").contains(name) && !variables.hasResult(name)) {
            return "asks for step `" + name + "`, which has no result: it has not completed before";
        }
        if (references.of("secrets").contains(name) && !variables.hasSecret(name)) {
            return "asks for secret `%s`, which is not there; set %s%s in the server's environment"
                    .formatted(name, Secrets.PREFIX, name);
        }
        if (!references.of("secrets").isEmpty()) {
            return "failed; no more is told where a secret takes part";
        }
        if (missing.matches()) {
            return "finds no `%1$s` there; where it may be absent, write `.?%1$s`".formatted(name);
        }
        return overload(message).orElse("failed: " + message);
    }

    private static Optional<String> overload(String message) {
        var matcher = NO_OVERLOAD.matcher(message);
        return matcher.matches()
                ? Optional.of(
                        "gives `%s` values of types that don't go together; convert them with string(), int() or double()"
                                .formatted(matcher.group(1).replace("_", "")))
                : Optional.empty();
    }

    TemplateFailed failed(String why) {
        return failed(source, why);
    }

    static TemplateFailed failed(String source, String why) {
        return new TemplateFailed("`${" + TemplateText.shortened(source) + "}` " + why);
    }
}
