package io.agentrunner.catalog;

import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Pointer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Refuses the rules of a draft whose patterns or expressions could not be evaluated. */
final class FlowCheck {

    private final Draft draft;
    private final Findings findings;
    private final ExpressionCheck expressions;
    private final PredicateCheck predicates;

    private FlowCheck(CelTemplates templates, Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
        this.expressions = new ExpressionCheck(templates, findings);
        this.predicates = new PredicateCheck(templates, findings, draft);
    }

    static void check(Draft draft, CelTemplates templates, Findings findings) {
        var check = new FlowCheck(templates, draft, findings);
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
            var place = TemplatePlace.rule(turn, step, draft);
            for (int i = 0; i < clauses.size(); i++) {
                check(turn, Pointer.to(pointer, i), clauses.get(i), place);
            }
        }
    }

    private void check(Turn turn, String pointer, Clause clause, TemplatePlace place) {
        var bound =
                switch (clause.condition()) {
                    case Condition.When(var expression) -> {
                        checkCondition(pointer + "/when", expression, place, Set.of());
                        yield Set.<String>of();
                    }
                    case Condition.Match(var pattern, var guard) -> {
                        var names = checkPattern(turn, pointer + "/match", pattern);
                        if (guard != null) {
                            checkCondition(pointer + "/when", guard, place, names);
                        }
                        yield names;
                    }
                    case Condition.Otherwise _ -> Set.<String>of();
                };
        if (clause.then() instanceof Action.Fail(var message)) {
            expressions.checkText(pointer + "/then/fail", message, place, bound);
        }
    }

    /** Answers what it binds. */
    private Set<String> checkPattern(Turn turn, String pointer, String pattern) {
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
        return shape.names();
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
            String pointer, String expression, TemplatePlace place, Set<String> bound) {
        var names = new HashSet<>(bound);
        names.addAll(predicates.names());
        expressions
                .check(pointer, expression, place, names)
                .ifPresent(asked -> predicates.checkUse(pointer, expression, asked, place));
    }
}
