package io.agentrunner.catalog;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelChecker;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.compiler.CelCompiler;
import io.agentrunner.catalog.ValueType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which functions take which kinds of values, and what they give: asked of the language's own type
 * checker, one combination of kinds at a time.
 */
final class Overloads {

    private static final String ANYTHING = "any_";
    private static final int MOST_COMBINATIONS = 150;
    private static final int KEPT_CHARACTERS = 1 << 18;

    private final CelChecker checker;
    private final RecentlyUsed<Optional<ValueType>> known = new RecentlyUsed<>(KEPT_CHARACTERS);

    Overloads(CelCompiler language) {
        var builder = language.toCompilerBuilder();
        builder.addVar(ANYTHING, dev.cel.common.types.SimpleType.DYN);
        Stream.of(Kind.values()).forEach(kind -> builder.addVar(name(kind), kind.type()));
        this.checker = builder.build();
    }

    /**
     * What a call gives; empty where no values of those types can be called with.
     *
     * @param arguments of a method, its target first
     */
    Optional<ValueType> call(String function, boolean method, List<ValueType> arguments) {
        var untyped = arguments.stream().map(_ -> ANYTHING).toList();
        if (ask(function, method, untyped).isEmpty()) {
            return Optional.of(ValueType.ANY);
        }
        var results =
                combinations(arguments).stream()
                        .map(combination -> ask(function, method, combination))
                        .flatMap(Optional::stream)
                        .toList();
        return results.isEmpty() ? Optional.empty() : Optional.of(ValueType.either(results));
    }

    private static List<List<String>> combinations(List<ValueType> arguments) {
        List<List<String>> all = List.of(List.of());
        for (var argument : arguments) {
            var names = argument.isAny() ? List.of(ANYTHING) : names(argument);
            boolean tooMany = all.size() * names.size() > MOST_COMBINATIONS;
            var next = tooMany ? List.of(ANYTHING) : names;
            all =
                    all.stream()
                            .flatMap(before -> next.stream().map(it -> with(before, it)))
                            .toList();
        }
        return all;
    }

    private static List<String> names(ValueType type) {
        return type.kinds().stream().map(Overloads::name).toList();
    }

    private static List<String> with(List<String> before, String next) {
        var all = new ArrayList<>(before);
        all.add(next);
        return all;
    }

    private static String name(Kind kind) {
        return "a_" + kind.name();
    }

    private Optional<ValueType> ask(String function, boolean method, List<String> arguments) {
        return known.get(
                method + " " + function + arguments, _ -> check(function, method, arguments));
    }

    private Optional<ValueType> check(String function, boolean method, List<String> arguments) {
        var values = new ArrayList<CelExpr>();
        for (var argument : arguments) {
            values.add(CelExpr.ofIdent(values.size() + 2L, argument));
        }
        var target = method ? Optional.of(values.removeFirst()) : Optional.<CelExpr>empty();
        var call = CelExpr.ofCall(1, target, function, ImmutableList.copyOf(values));
        var source = CelSource.newBuilder("").build();
        var result = checker.check(CelAbstractSyntaxTree.newParsedAst(call, source));
        try {
            return result.hasError()
                    ? Optional.empty()
                    : Optional.of(ValueType.of(result.getAst().getResultType()));
        } catch (CelValidationException e) {
            throw new IllegalStateException("checked without errors: " + function, e);
        }
    }
}
