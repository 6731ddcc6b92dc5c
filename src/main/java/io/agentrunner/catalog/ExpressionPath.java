package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression that does nothing but walk down from a variable: {@code steps.plan.files[0]}.
 *
 * @param keys names and indexes
 */
record ExpressionPath(String root, List<Object> keys) {

    ExpressionPath {
        keys = List.copyOf(keys);
    }

    /** The expression as a path, where it is one. */
    static Optional<ExpressionPath> of(CelExpr expression) {
        var keys = new ArrayDeque<Object>();
        var at = expression;
        while (at.getKind() != CelExpr.ExprKind.Kind.IDENT) {
            if (at.getKind() == CelExpr.ExprKind.Kind.SELECT && !at.select().testOnly()) {
                keys.addFirst(at.select().field());
                at = at.select().operand();
            } else if (isIndex(at)) {
                var key = key(at.call().args().get(1));
                if (key.isEmpty()) {
                    return Optional.empty();
                }
                keys.addFirst(key.get());
                at = at.call().args().get(0);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new ExpressionPath(at.ident().name(), List.copyOf(keys)));
    }

    /** Those in an expression that are not part of another. */
    static List<ExpressionPath> in(CelAbstractSyntaxTree ast) {
        var found = new LinkedHashSet<ExpressionPath>();
        collect(CelNavigableAst.fromAst(ast).getRoot(), found);
        return List.copyOf(found);
    }

    private static void collect(CelNavigableExpr node, Set<ExpressionPath> found) {
        var path = of(node.expr()).filter(it -> !it.keys().isEmpty() || node.parent().isEmpty());
        if (path.isPresent()) {
            found.add(path.get());
        } else {
            node.children().forEach(child -> collect(child, found));
        }
    }

    private static boolean isIndex(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CALL
                && expression.call().function().equals("_[_]");
    }

    private static Optional<Object> key(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return Optional.empty();
        }
        CelConstant constant = expression.constant();
        return switch (constant.getKind()) {
            case STRING_VALUE -> Optional.of(constant.stringValue());
            case INT64_VALUE -> Optional.of(constant.int64Value());
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        var text = new StringBuilder(root);
        for (var key : keys) {
            text.append(key instanceof Long ? "[" + key + "]" : "." + key);
        }
        return text.toString();
    }

    /** The key at that place, if it is a name. */
    Optional<String> name(int index) {
        return index < keys.size() && keys.get(index) instanceof String name
                ? Optional.of(name)
                : Optional.empty();
    }

    /** What lies at the end of the keys from {@code first} on; null where there is nothing. */
    @Nullable JsonNode follow(JsonNode from, int first) {
        JsonNode at = from;
        for (var key : keys.subList(first, keys.size())) {
            at = at == null ? null : child(at, key);
        }
        return at;
    }

    private static @Nullable JsonNode child(JsonNode node, Object key) {
        if (key instanceof String name) {
            return node.isObject() ? node.get(name) : null;
        }
        long index = (Long) key;
        return node.isArray() && index >= 0 && index < node.size() ? node.get((int) index) : null;
    }
}
