package io.agentrunner.catalog;

import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Refuses the rules of a draft whose patterns or expressions could not be evaluated. */
final class FlowCheck {

    private final CelTemplates templates;
    private final Source source;
    private final Draft draft;
    private final List<Mistake> mistakes = new ArrayList<>();

    private FlowCheck(CelTemplates templates, Source source, Draft draft) {
        this.templates = templates;
        this.source = source;
        this.draft = draft;
    }

    static List<Mistake> in(Source source, Draft draft, CelTemplates templates) {
        var check = new FlowCheck(templates, source, draft);
        for (var turn : Turn.values()) {
            var name = turn.name().toLowerCase(Locale.ROOT);
            draft.flow()
                    .of(turn)
                    .forEach((step, clauses) -> check.check(turn, name, step, clauses));
        }
        return check.mistakes;
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
                        checkExpression(pointer + "/when", expression, place, Set.of());
                        yield Set.<String>of();
                    }
                    case Condition.Match(var pattern, var guard) -> {
                        var names = checkPattern(turn, pointer + "/match", pattern);
                        if (guard != null) {
                            checkExpression(pointer + "/when", guard, place, names);
                        }
                        yield names;
                    }
                    case Condition.Java _, Condition.Otherwise _ -> Set.<String>of();
                };
        if (clause.then() instanceof Action.Fail(var message)) {
            checkText(pointer + "/then/fail", message, place, bound);
        }
    }

    /** Answers what it binds. */
    private Set<String> checkPattern(Turn turn, String pointer, String pattern) {
        var shape = new Shape(Json.parse(pattern));
        var subject = subject(turn);
        for (var field : shape.pattern().properties()) {
            if (!field.getKey().equals(subject)) {
                mistakes.add(
                        source.atKey(
                                Pointer.to(pointer, field.getKey()),
                                "`%s` is unknown here; a rule of `%s` looks at `%s`"
                                        .formatted(
                                                field.getKey(),
                                                turn.name().toLowerCase(Locale.ROOT),
                                                subject)));
            }
        }
        shape.unclear()
                .forEach(
                        text ->
                                refuse(
                                        pointer,
                                        "`%s` binds nothing: write `$name`, or `$$` for a `$`"
                                                .formatted(text)));
        shape.names().stream()
                .filter(FlowCheck::isTaken)
                .forEach(name -> refuse(pointer, "`$%s` would hide `%1$s`".formatted(name)));
        return shape.names();
    }

    private static boolean isTaken(String name) {
        return TemplateVariables.NAMES.contains(name) || TemplateVariables.OF_RULES.contains(name);
    }

    static String subject(Turn turn) {
        return switch (turn) {
            case DIVERGE -> "error";
            case BRANCH -> "result";
        };
    }

    private void checkText(String pointer, String text, TemplatePlace place, Set<String> bound) {
        try {
            for (var part : TemplateText.parse(text).parts()) {
                if (part instanceof TemplateText.Part.Expression(var expression, _)) {
                    checkExpression(pointer, expression, place, bound);
                }
            }
        } catch (TemplateFailed failed) {
            refuse(pointer, String.valueOf(failed.getMessage()));
        }
    }

    private void checkExpression(
            String pointer, String expression, TemplatePlace place, Set<String> bound) {
        try {
            var asked = templates.compile(expression, bound).references();
            for (var why : place.refusals(asked)) {
                refuse(pointer, String.valueOf(CelExpression.failed(expression, why).getMessage()));
            }
        } catch (TemplateFailed failed) {
            refuse(pointer, String.valueOf(failed.getMessage()));
        }
    }

    private void refuse(String pointer, String message) {
        mistakes.add(source.at(pointer, message));
    }
}
