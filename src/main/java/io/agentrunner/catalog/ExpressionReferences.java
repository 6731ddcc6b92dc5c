package io.agentrunner.catalog;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an expression asks the variables of its scope for.
 *
 * @param used those that occur, {@code inputs} apart
 * @param names the names asked for, by variable
 * @param guarded the steps of which it asks whether they have a result
 * @param idents all names to which no macro around them gives a meaning
 * @param unnamed variables that are used in some way other than {@code steps.NAME}
 */
record ExpressionReferences(
        Set<String> used,
        Map<String, Set<String>> names,
        Set<String> guarded,
        Set<String> idents,
        Set<String> unnamed) {

    private static final Set<String> BY_NAME_ONLY = Set.of("steps", "secrets");
    private static final Set<String> FOLLOWED =
            Set.of("steps", "secrets", "run", "item", "index", "error", "result");
    private static final List<String> ASKING = List.of("_?._", "_[?_]");
    private static final List<String> INDEXING = List.of("_[_]", "_?._", "_[?_]");

    Set<String> of(String variable) {
        return names.getOrDefault(variable, Set.of());
    }

    static ExpressionReferences in(CelAbstractSyntaxTree ast) {
        var used = new LinkedHashSet<String>();
        var names = new LinkedHashMap<String, Set<String>>();
        var guarded = new LinkedHashSet<String>();
        var unnamed = new LinkedHashSet<String>();
        var idents = new LinkedHashSet<String>();
        CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.IDENT && !isBound(node))
                .peek(node -> idents.add(node.expr().ident().name()))
                .filter(ExpressionReferences::isFollowed)
                .peek(node -> used.add(node.expr().ident().name()))
                .peek(node -> guard(node).ifPresent(guarded::add))
                .forEach(node -> note(node, names, unnamed));
        return new ExpressionReferences(
                Set.copyOf(used),
                Map.copyOf(names),
                Set.copyOf(guarded),
                Set.copyOf(idents),
                Set.copyOf(unnamed));
    }

    private static boolean isFollowed(CelNavigableExpr node) {
        return FOLLOWED.contains(node.expr().ident().name());
    }

    /**
     * Whether a macro around it gives the name another meaning: {@code list.map(item, item.id)}.
     */
    private static boolean isBound(CelNavigableExpr variable) {
        var name = variable.expr().ident().name();
        var inside = variable;
        var around = variable.parent();
        while (around.isPresent()) {
            var expression = around.get().expr();
            if (expression.getKind() == Kind.COMPREHENSION
                    && binds(expression.comprehension(), name)
                    && !isOutside(expression.comprehension(), inside.id())) {
                return true;
            }
            inside = around.get();
            around = inside.parent();
        }
        return false;
    }

    private static boolean binds(CelComprehension macro, String name) {
        return Stream.of(macro.iterVar(), macro.iterVar2(), macro.accuVar()).anyMatch(name::equals);
    }

    private static boolean isOutside(CelComprehension macro, long part) {
        return macro.iterRange().id() == part || macro.accuInit().id() == part;
    }

    private static void note(
            CelNavigableExpr node, Map<String, Set<String>> names, Set<String> unnamed) {
        var variable = node.expr().ident().name();
        var asked = node.parent().flatMap(parent -> nameAsked(parent.expr(), node.id()));
        if (asked.isPresent()) {
            names.computeIfAbsent(variable, _ -> new LinkedHashSet<>()).add(asked.get());
        } else if (BY_NAME_ONLY.contains(variable)) {
            unnamed.add(variable);
        }
    }

    /** The step that {@code has(steps.NAME)} or {@code steps.?NAME} asks about. */
    private static Optional<String> guard(CelNavigableExpr node) {
        return node.expr().ident().name().equals("steps")
                ? node.parent()
                        .filter(parent -> asksWhether(parent.expr()))
                        .flatMap(parent -> nameAsked(parent.expr(), node.id()))
                : Optional.empty();
    }

    private static boolean asksWhether(CelExpr parent) {
        return parent.getKind() == Kind.SELECT
                ? parent.select().testOnly()
                : parent.getKind() == Kind.CALL && ASKING.contains(parent.call().function());
    }

    private static Optional<String> nameAsked(CelExpr parent, long variable) {
        if (parent.getKind() == Kind.SELECT) {
            return Optional.of(parent.select().field());
        }
        if (parent.getKind() != Kind.CALL || !INDEXING.contains(parent.call().function())) {
            return Optional.empty();
        }
        var arguments = parent.call().args();
        var key = arguments.get(1);
        return arguments.get(0).id() == variable && key.getKind() == Kind.CONSTANT
                ? text(key)
                : Optional.empty();
    }

    private static Optional<String> text(CelExpr constant) {
        return switch (constant.constant().getKind()) {
            case STRING_VALUE -> Optional.of(constant.constant().stringValue());
            default -> Optional.empty();
        };
    }
}
