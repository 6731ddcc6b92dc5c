package io.agentrunner.catalog;

import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Pointer;
import io.agentrunner.workflow.Validator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Refuses named predicates that nothing could be asked with, and doubts those that nothing asks.
 */
final class PredicateCheck {

    private static final String FOLDER = "/predicates";

    private final CelTemplates templates;
    private final Findings findings;
    private final Draft draft;
    private final Map<String, ExpressionReferences> sound = new LinkedHashMap<>();
    private final Set<String> unused = new HashSet<>();

    PredicateCheck(CelTemplates templates, Findings findings, Draft draft) {
        this.templates = templates;
        this.findings = findings;
        this.draft = draft;
    }

    /** The names that a rule may use. */
    Set<String> names() {
        return draft.flow().predicates().keySet();
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
        findings.refuseWhatFails(pointer, () -> compile(pointer, name, expression));
    }

    private void compile(String pointer, String name, String expression) {
        var asked = templates.compile(expression, names()).references();
        var why = TemplatePlace.predicate(name, draft).refusals(asked);
        asked.idents().stream()
                .filter(it -> names().contains(it) && !isTaken(it))
                .sorted()
                .map("uses the predicate `%s`; write out what it asks"::formatted)
                .forEach(why::add);
        why.forEach(it -> refuse(pointer, expression, it));
        if (why.isEmpty()) {
            sound.put(name, asked);
        }
    }

    private boolean isTaken(String name) {
        return TemplateVariables.isVariable(name)
                || (Validator.STEP_NAME.matcher(name).matches() && !templates.canName(name));
    }

    /** Checks those that the expression of a rule asks, in the place of the rule. */
    void checkUse(
            String pointer, String expression, ExpressionReferences asked, TemplatePlace place) {
        for (var name : asked.idents()) {
            unused.remove(name);
            var its = sound.get(name);
            if (its != null) {
                for (var why : place.refusals(its)) {
                    refuse(pointer, expression, "asks `%s`, which %s".formatted(name, why));
                }
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
