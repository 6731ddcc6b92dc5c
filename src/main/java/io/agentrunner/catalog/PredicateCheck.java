package io.agentrunner.catalog;

import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Pointer;
import io.agentrunner.workflow.Validator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses named predicates that nothing could be asked with, and doubts those that nothing asks.
 */
final class PredicateCheck {

    private static final String FOLDER = "/predicates";

    private final CelTemplates templates;
    private final Findings findings;
    private final Draft draft;
    private final DraftTypes types;
    private final ExpressionCheck expressions;
    private final Map<String, CelExpression> sound = new LinkedHashMap<>();
    private final Set<String> unused = new HashSet<>();

    PredicateCheck(CelTemplates templates, Findings findings, Draft draft, DraftTypes types) {
        this.types = types;
        this.expressions = new ExpressionCheck(templates, findings);
        this.templates = templates;
        this.findings = findings;
        this.draft = draft;
    }

    /** The names that a rule may use. */
    Set<String> names() {
        return draft.flow().predicates().keySet();
    }

    /** What is known of them. */
    Map<String, ValueType> types() {
        return names().stream()
                .filter(name -> !TemplateVariables.isVariable(name))
                .collect(Collectors.toMap(name -> name, _ -> ValueType.of(ValueType.Kind.BOOL)));
    }

    /** Checks each by itself. */
    void check() {
        unused.addAll(names());
        draft.flow().predicates().forEach(this::check);
    }

    private void check(String name, String expression) {
        var pointer = Pointer.to(FOLDER, name);
        if (isTaken(name)) {
            findings.refuseName(
                    pointer, "`%s` has a meaning already; call it otherwise".formatted(name));
            return;
        }
        var place = new TypedPlace(TemplatePlace.predicate(name, draft), types.variables());
        int before = findings.mistakes().size();
        var checked = expressions.checkTruth(pointer, expression, place.with(types()), names());
        checked.map(it -> it.expression().references().idents())
                .ifPresent(idents -> refuseOthers(pointer, expression, idents));
        if (findings.mistakes().size() == before) {
            checked.ifPresent(it -> sound.put(name, it.expression()));
        }
    }

    private void refuseOthers(String pointer, String expression, Set<String> idents) {
        idents.stream()
                .filter(it -> names().contains(it) && !isTaken(it))
                .sorted()
                .map("uses the predicate `%s`; write out what it asks"::formatted)
                .forEach(why -> refuse(pointer, expression, why));
    }

    private boolean isTaken(String name) {
        return TemplateVariables.isVariable(name)
                || (Validator.STEP_NAME.matcher(name).matches() && !templates.canName(name));
    }

    /** Checks those that the expression of a rule asks, in the place of the rule. */
    void checkUse(String pointer, String expression, ExpressionReferences asked, TypedPlace place) {
        for (var name : asked.idents()) {
            unused.remove(name);
            var its = sound.get(name);
            if (its != null) {
                var refusals = place.place().refusals(its.references());
                refusals.addAll(templates.types(its, place.variables()).refusals());
                refusals.stream()
                        .map(why -> "asks `%s`, which %s".formatted(name, why))
                        .forEach(why -> refuse(pointer, expression, why));
            }
        }
    }

    private void refuse(String pointer, String expression, String why) {
        var message = CelExpression.failed(expression, why).getMessage();
        findings.refuse(pointer, String.valueOf(message));
    }

    /** Doubts those that no rule has asked. */
    void doubtUnused() {
        names().stream()
                .filter(unused::contains)
                .forEach(
                        name ->
                                findings.doubt(
                                        Pointer.to(FOLDER, name),
                                        "no rule asks `%s`; use it or remove it".formatted(name)));
    }
}
