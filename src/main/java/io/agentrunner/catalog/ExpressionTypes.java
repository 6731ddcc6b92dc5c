package io.agentrunner.catalog;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind;
import io.agentrunner.catalog.ValueType.Kind;
import io.agentrunner.catalog.ValueType.Others;
import io.agentrunner.workflow.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of the value of an expression, from what is known of its variables. On the way it
 * finds what could never be evaluated, and what hardly means what it says.
 */
final class ExpressionTypes {

    private static final int MOST_FIELDS_TOLD = 12;

    private final CelAbstractSyntaxTree ast;
    private final Overloads overloads;
    private final List<String> refusals = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();

    private ExpressionTypes(CelAbstractSyntaxTree ast, Overloads overloads) {
        this.ast = ast;
        this.overloads = overloads;
    }

    /**
     * What was found.
     *
     * @param refusals what could never be evaluated
     * @param doubts what can be done and is hardly meant
     */
    record Found(ValueType type, List<String> refusals, List<String> doubts) {}

    static Found in(
            CelAbstractSyntaxTree ast, Map<String, ValueType> variables, Overloads overloads) {
        var types = new ExpressionTypes(ast, overloads);
        var type = types.of(ast.getExpr(), variables);
        return new Found(type, types.refusals, types.doubts);
    }

    private ValueType of(CelExpr expression, Map<String, ValueType> variables) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT -> variables.getOrDefault(expression.ident().name(), ValueType.ANY);
            case SELECT -> select(expression, variables);
            case CALL -> call(expression, variables);
            case LIST ->
                    ValueType.listOf(
                            ValueType.either(all(expression.list().elements(), variables)));
            case MAP -> map(expression.map(), variables);
            case COMPREHENSION -> macro(expression, variables);
            case STRUCT, NOT_SET -> ValueType.ANY;
        };
    }

    private List<ValueType> all(List<CelExpr> expressions, Map<String, ValueType> variables) {
        return expressions.stream().map(it -> of(it, variables)).toList();
    }

    private static ValueType constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case NULL_VALUE -> ValueType.of(Kind.NULL);
            case BOOLEAN_VALUE -> ValueType.of(Kind.BOOL);
            case INT64_VALUE -> ValueType.of(Kind.INT);
            case UINT64_VALUE -> ValueType.of(Kind.UINT);
            case DOUBLE_VALUE -> ValueType.of(Kind.DOUBLE);
            case STRING_VALUE -> ValueType.STRING;
            case BYTES_VALUE -> ValueType.of(Kind.BYTES);
            default -> ValueType.ANY;
        };
    }

    private ValueType map(CelExpr.CelMap map, Map<String, ValueType> variables) {
        var fields = new LinkedHashMap<String, ValueType>();
        var others = Others.NONE;
        for (var entry : map.entries()) {
            var value = of(entry.value(), variables);
            of(entry.key(), variables);
            if (isText(entry.key()) && !entry.optionalEntry()) {
                fields.put(entry.key().constant().stringValue(), value);
            } else {
                others = Others.SOME;
            }
        }
        return ValueType.object(fields, others);
    }

    private static boolean isText(CelExpr expression) {
        return expression.getKind() == ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private ValueType select(CelExpr expression, Map<String, ValueType> variables) {
        if (ast.getReference(expression.id()).isPresent()) {
            return ValueType.ANY; // a name with dots in it, and no field
        }
        CelSelect select = expression.select();
        var operand = of(select.operand(), variables);
        var type = field(select.operand(), operand, select.field(), select.testOnly());
        return select.testOnly() ? ValueType.of(Kind.BOOL) : type;
    }

    /**
     * A field of something.
     *
     * @param asks whether it is only asked for, so that its absence harms nobody
     */
    private ValueType field(CelExpr operand, ValueType of, String name, boolean asks) {
        if (of.isAny()) {
            return ValueType.ANY;
        }
        if (of.canBe(Kind.OPTIONAL) && !of.canBe(Kind.MAP)) {
            return ValueType.optional(field(operand, of.elements(), name, true));
        }
        if (!of.canBe(Kind.MAP)) {
            refusals.add("asks %s for `%s`; only an object has fields".formatted(of.words(), name));
            return ValueType.ANY;
        }
        if (!of.fields().containsKey(name) && of.others() != Others.SOME) {
            var certain = of.others() == Others.NONE && !asks ? refusals : doubts;
            certain.add(unknown(operand, of, name));
        }
        return of.field(name);
    }

    private static String unknown(CelExpr operand, ValueType of, String name) {
        var known = new TreeSet<>(of.fields().keySet());
        var what = ExpressionPath.of(operand).map(it -> "`" + it + "`").orElse("an object");
        var says = of.others() == Others.NONE ? "which it doesn't have" : "which nothing declares";
        var meant = Suggestion.nearest(name, known);
        if (meant.isPresent()) {
            return "asks %s for `%s`, %s; did you mean `%s`?"
                    .formatted(what, name, says, meant.get());
        }
        var listed = known.stream().limit(MOST_FIELDS_TOLD).collect(Collectors.joining(", "));
        var rest = known.size() > MOST_FIELDS_TOLD ? ", …" : "";
        return known.isEmpty()
                ? "asks %s for `%s`, %s; it has no fields".formatted(what, name, says)
                : "asks %s for `%s`, %s; there are %s%s".formatted(what, name, says, listed, rest);
    }

    private ValueType call(CelExpr expression, Map<String, ValueType> variables) {
        CelCall call = expression.call();
        var values = new ArrayList<CelExpr>(call.args());
        call.target().ifPresent(values::addFirst);
        var types = all(values, variables);
        return switch (call.function()) {
            case "dyn" -> ValueType.ANY;
            case "_?_:_" -> choice(types);
            case "_==_", "_!=_" -> equality(types);
            case "_[_]" -> index(values, types, false);
            case "_?._", "_[?_]" -> ValueType.optional(index(values, types, true));
            default -> plain(call, types);
        };
    }

    private ValueType choice(List<ValueType> types) {
        refuseUnlessTruth(types.getFirst(), "`?`");
        return types.get(1).or(types.get(2));
    }

    private void refuseUnlessTruth(ValueType type, String what) {
        if (!type.canBe(Kind.BOOL)) {
            refusals.add("gives %s %s, which is never true or false".formatted(what, type.words()));
        }
    }

    private ValueType equality(List<ValueType> types) {
        var left = types.get(0);
        var right = types.get(1);
        boolean asksForNothing = isNothing(left) || isNothing(right);
        if (!asksForNothing && Collections.disjoint(comparable(left), comparable(right))) {
            doubts.add(
                    "compares %s with %s, which are never equal"
                            .formatted(left.words(), right.words()));
        }
        return ValueType.of(Kind.BOOL);
    }

    private static boolean isNothing(ValueType type) {
        return type.kinds().equals(EnumSet.of(Kind.NULL));
    }

    private static EnumSet<Kind> comparable(ValueType type) {
        var kinds = EnumSet.copyOf(type.kinds());
        if (kinds.contains(Kind.INT) || kinds.contains(Kind.UINT)) {
            kinds.add(Kind.DOUBLE);
        }
        return kinds;
    }

    private ValueType index(List<CelExpr> values, List<ValueType> types, boolean asks) {
        var of = types.getFirst();
        var key = values.get(1);
        if (isText(key)) {
            return field(values.getFirst(), of, key.constant().stringValue(), asks);
        }
        if (overloads.call("_[_]", false, types).isEmpty()) {
            refusals.add(mismatch("[…]", types));
            return ValueType.ANY;
        }
        return of.canBe(Kind.LIST) && !of.canBe(Kind.MAP) ? of.elements() : ValueType.ANY;
    }

    private ValueType plain(CelCall call, List<ValueType> types) {
        if (call.function().equals("orValue") && types.getFirst().canBe(Kind.OPTIONAL)) {
            return types.getFirst().elements().or(types.getLast());
        }
        var result = overloads.call(call.function(), call.target().isPresent(), types);
        if (result.isEmpty()) {
            refusals.add(mismatch(CelLanguage.spelled(call.function()), types));
        }
        return result.orElse(ValueType.ANY);
    }

    private static String mismatch(String function, List<ValueType> types) {
        var words = types.stream().map(ValueType::words).collect(Collectors.joining(" and "));
        var remedy = "; convert with string(), int() or double()";
        return types.size() == 1
                ? "gives `%s` %s, which it doesn't take%s".formatted(function, words, remedy)
                : "gives `%s` %s, which don't go together%s".formatted(function, words, remedy);
    }

    /** A macro over a list or an object; {@code cel.bind} is one over nothing. */
    private ValueType macro(CelExpr expression, Map<String, ValueType> variables) {
        CelComprehension macro = expression.comprehension();
        var range = of(macro.iterRange(), variables);
        var start = of(macro.accuInit(), variables);
        if (!range.isAny() && !range.canBe(Kind.LIST) && !range.canBe(Kind.MAP)) {
            refusals.add(
                    "goes through %s; only a list or an object has parts".formatted(range.words()));
        }
        boolean binds = isFalse(macro.loopCondition());
        var inside = new HashMap<>(variables);
        inside.put(macro.accuVar(), binds ? start : ValueType.ANY);
        var after = new HashMap<>(inside);
        putParts(macro, range, inside);
        of(macro.loopCondition(), inside);
        of(macro.loopStep(), inside);
        var result = of(macro.result(), after);
        return binds
                ? result
                : ast.getType(expression.id()).map(ValueType::of).orElse(ValueType.ANY);
    }

    private static void putParts(
            CelComprehension macro, ValueType range, Map<String, ValueType> inside) {
        var element = range.canBe(Kind.MAP) ? ValueType.ANY : range.elements();
        if (macro.iterVar2().isEmpty()) {
            inside.put(macro.iterVar(), element);
        } else {
            inside.put(macro.iterVar(), ValueType.ANY);
            inside.put(macro.iterVar2(), element);
        }
    }

    private static boolean isFalse(CelExpr expression) {
        return expression.getKind() == ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                && !expression.constant().booleanValue();
    }
}
