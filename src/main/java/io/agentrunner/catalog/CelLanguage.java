package io.agentrunner.catalog;

import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.agentrunner.workflow.Suggestion;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The dialect of CEL in which templates are written: the standard library, with strings, lists,
 * sets, math, regular expressions, base64, optional values and {@code cel.bind}.
 */
final class CelLanguage {

    static final int MAX_EXPRESSION = 8_192;
    static final int MAX_ITERATIONS = 100_000;

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '\\(([^']*)\\)'");
    private static final Pattern EXPECTING = Pattern.compile(" expecting .*", Pattern.DOTALL);

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(MAX_EXPRESSION)
                    .maxParseRecursionDepth(100)
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .maxRegexProgramSize(1_000)
                    .evaluateCanonicalTypesToNativeValues(true)
                    .enableOptionalSyntax(true)
                    .enableQuotedIdentifierSyntax(true)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    private static final CelType ANYTHING_BY_NAME =
            MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final CelCompiler compiler =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addLibraries(
                            CelExtensions.strings(),
                            CelExtensions.math(OPTIONS),
                            CelExtensions.lists(),
                            CelExtensions.sets(OPTIONS),
                            CelExtensions.regex(),
                            CelExtensions.encoders(OPTIONS),
                            CelExtensions.optional(),
                            CelExtensions.bindings(),
                            CelExtensions.comprehensions())
                    .addVar("inputs", SimpleType.DYN)
                    .addVar("steps", ANYTHING_BY_NAME)
                    .addVar("run", ANYTHING_BY_NAME)
                    .addVar("item", SimpleType.DYN)
                    .addVar("index", SimpleType.INT)
                    .addVar("error", ANYTHING_BY_NAME)
                    .addVar("result", SimpleType.DYN)
                    .addVar("secrets", MapType.create(SimpleType.STRING, SimpleType.STRING))
                    .build();

    private final CelRuntime runtime =
            CelRuntimeFactory.standardCelRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .setStandardEnvironmentEnabled(false)
                    .setStandardFunctions(Growth.others())
                    .addFunctionBindings(Growth.bindings())
                    .addLibraries(
                            CelExtensions.strings(),
                            CelExtensions.math(OPTIONS),
                            CelExtensions.lists(),
                            CelExtensions.sets(OPTIONS),
                            CelExtensions.regex(),
                            CelExtensions.encoders(OPTIONS),
                            CelExtensions.optional(),
                            CelExtensions.comprehensions())
                    .build();

    private final Overloads overloads = new Overloads(compiler);

    Overloads overloads() {
        return overloads;
    }

    /** A function as one writes it: {@code +} for the one that the language calls {@code _+_}. */
    static String spelled(String function) {
        return function.equals("@in") ? "in" : function.replaceAll("[_@]", "");
    }

    /**
     * Compiles one expression.
     *
     * @param bound what it may name besides the variables of templates
     * @throws TemplateFailed naming the expression and what is wrong
     */
    CelExpression compile(String source, Set<String> bound) {
        var result = compiler(bound).compile(source);
        if (result.hasError()) {
            throw CelExpression.failed(
                    source, explained(source, result.getErrors().getFirst(), bound));
        }
        try {
            var ast = result.getAst();
            if (CelNavigableAst.fromAst(ast).getRoot().allNodes().anyMatch(this::allocates)) {
                throw CelExpression.failed(source, "calls `lists.range`, which is not available");
            }
            return new CelExpression(source, ast, runtime.createProgram(ast));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("compiled but not runnable: " + source, e);
        }
    }

    /** Whether that word is free to be a name: no word of the language, no type. */
    boolean canName(String word) {
        var result = compiler.compile(word);
        return result.hasError()
                && UNDECLARED.matcher(result.getErrors().getFirst().getMessage()).lookingAt();
    }

    private CelCompiler compiler(Set<String> bound) {
        if (bound.isEmpty()) {
            return compiler;
        }
        var more = compiler.toCompilerBuilder();
        bound.forEach(name -> more.addVar(name, SimpleType.DYN));
        return more.build();
    }

    /** No limit holds back {@code lists.range}: it makes a list of whatever length it is given. */
    private boolean allocates(CelNavigableExpr node) {
        return node.expr().callOrDefault().function().equals("lists.range");
    }

    private static String explained(String source, CelIssue issue, Set<String> bound) {
        var unknown = UNDECLARED.matcher(issue.getMessage());
        if (unknown.lookingAt()) {
            return undeclared(unknown.group(1), source, bound);
        }
        var overload = NO_OVERLOAD.matcher(issue.getMessage());
        if (overload.lookingAt()) {
            return "gives `%s` values of types that don't go together: %s"
                    .formatted(spelled(overload.group(1)), overload.group(2));
        }
        return "is not an expression: at column %d, %s"
                .formatted(
                        issue.getSourceLocation().getColumn() + 1,
                        EXPECTING.matcher(issue.getMessage()).replaceFirst(""));
    }

    private static String undeclared(String name, String source, Set<String> bound) {
        if (Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(source).find()) {
            return "calls `" + name + "`, and there is no such function";
        }
        var known = new LinkedHashSet<>(TemplateVariables.NAMES);
        known.addAll(bound);
        var meant = new LinkedHashSet<>(known);
        meant.addAll(TemplateVariables.OF_RULES);
        return Suggestion.nearest(name, meant)
                .map(it -> "names `%s`, which is unknown; did you mean `%s`?".formatted(name, it))
                .orElseGet(() -> none(name, known));
    }

    private static String none(String name, Set<String> known) {
        return "names `%s`, which is none of %s; for a shell's own variable write $%s or $${%s}"
                .formatted(name, String.join(", ", known), name, name);
    }
}
