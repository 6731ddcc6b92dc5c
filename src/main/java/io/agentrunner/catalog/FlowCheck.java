package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Pointer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Refuses the rules of a draft whose patterns or expressions could not be evaluated. */
final class FlowCheck {

    private final Draft draft;
    private final Findings findings;
    private final ExpressionCheck expressions;
    private final PredicateCheck predicates;
    private final DraftTypes types;

    private FlowCheck(CelTemplates templates, Draft draft, DraftTypes types, Findings findings) {
        this.types = types;
        this.draft = draft;
        this.findings = findings;
        this.expressions = new ExpressionCheck(templates, findings);
        this.predicates = new PredicateCheck(templates, findings, draft, types);
    }

    static void check(Draft draft, DraftTypes types, CelTemplates templates, Findings findings) {
        var check = new FlowCheck(templates, draft, types, findings);
        check.predicates.check();
        for (var turn : Turn.values()) {
            var name = turn.name().toLowerCase(Locale.ROOT);
            draft.flow()
                    .of(turn)
                    .forEach((step, clauses) -> check.check(turn, name, step, clauses));
        }
        check.predicates.doubtUnused();
    }

    private void check(Turn turn, String name, String step, List<Clause> clauses) {
        int at = draft.timeline().indexOf(step);
        var pointer = Pointer.to("/" + name, step);
        if (at >= 0) {
            var place =
                    new TypedPlace(
                            TemplatePlace.rule(turn, step, draft), types.variables(turn, step));
            for (int i = 0; i < clauses.size(); i++) {
                check(turn, Pointer.to(pointer, i), clauses.get(i), place);
                doubtReach(subject(turn), Pointer.to(pointer, i), clauses.subList(0, i + 1));
            }
        }
    }

    private void check(Turn turn, String pointer, Clause clause, TypedPlace place) {
        var bound =
                switch (clause.condition()) {
                    case Condition.When(var expression) -> {
                        checkCondition(pointer + "/when", expression, place, Map.of());
                        yield Map.<String, ValueType>of();
                    }
                    case Condition.Match(var pattern, var guard) -> {
                        var types = checkPattern(turn, pointer + "/match", pattern, place);
                        if (guard != null) {
                            checkCondition(pointer + "/when", guard, place, types);
                        }
                        yield types;
                    }
                    case Condition.Java _, Condition.Otherwise _ -> Map.<String, ValueType>of();
                };
        if (clause.then() instanceof Action.Fail(var message)) {
            expressions.checkText(
                    pointer + "/then/fail", message, place.with(bound), bound.keySet());
        }
    }

    /** Whether one before the last already applies wherever the last does. */
    private void doubtReach(String subject, String pointer, List<Clause> clauses) {
        for (int i = 0; i < clauses.size() - 1; i++) {
            if (covers(subject, clauses.get(i), clauses.getLast().condition())) {
                findings.doubt(
                        pointer,
                        "can never apply: rule %d before it already does".formatted(i + 1));
                return;
            }
        }
    }

    private static boolean covers(String subject, Clause before, Condition condition) {
        if (before.max() != null
                || !(before.condition() instanceof Condition.Match(var pattern, var guard))
                || guard != null) {
            return false;
        }
        var all = new Shape(JsonNodeFactory.instance.objectNode().put(subject, "$_"));
        var narrow =
                condition instanceof Condition.Match(var shape, _)
                        ? new Shape(Json.parse(shape))
                        : all;
        return new Shape(Json.parse(pattern)).covers(narrow);
    }

    /** Answers what it binds. */
    private Map<String, ValueType> checkPattern(
            Turn turn, String pointer, String pattern, TypedPlace place) {
        var shape = new Shape(Json.parse(pattern));
        var subject = subject(turn);
        for (var field : shape.pattern().properties()) {
            if (!field.getKey().equals(subject)) {
                findings.refuseName(
                        Pointer.to(pointer, field.getKey()),
                        "`%s` is unknown here; a rule of `%s` looks at `%s`"
                                .formatted(
                                        field.getKey(),
                                        turn.name().toLowerCase(Locale.ROOT),
                                        subject));
            }
        }
        shape.unclear()
                .forEach(
                        text ->
                                findings.refuse(
                                        pointer,
                                        "`%s` binds nothing: write `$name`, or `$$` for a `$`"
                                                .formatted(text)));
        shape.names().stream()
                .filter(this::isTaken)
                .forEach(
                        name ->
                                findings.refuse(
                                        pointer, "`$%s` would hide `%1$s`".formatted(name)));
        var whole =
                ValueType.object(
                        Map.of(subject, place.variables().getOrDefault(subject, ValueType.ANY)),
                        ValueType.Others.SOME);
        var types = PatternTypes.of(shape, whole);
        types.doubts().forEach(why -> findings.doubt(pointer, why));
        return types.bound();
    }

    private boolean isTaken(String name) {
        return TemplateVariables.isVariable(name) || predicates.names().contains(name);
    }

    static String subject(Turn turn) {
        return switch (turn) {
            case DIVERGE -> "error";
            case BRANCH -> "result";
        };
    }

    private void checkCondition(
            String pointer, String expression, TypedPlace place, Map<String, ValueType> bound) {
        var names = new HashSet<>(bound.keySet());
        names.addAll(predicates.names());
        expressions
                .checkTruth(pointer, expression, place.with(bound).with(predicates.types()), names)
                .map(it -> it.expression().references())
                .ifPresent(asked -> predicates.checkUse(pointer, expression, asked, place));
    }
}
