package io.agentrunner.catalog;

import java.util.Optional;
import java.util.Set;

/** Refuses expressions that could not be evaluated in their place. */
final class ExpressionCheck {

    private final CelTemplates templates;
    private final Findings findings;

    ExpressionCheck(CelTemplates templates, Findings findings) {
        this.templates = templates;
        this.findings = findings;
    }

    /** All those in a text. */
    void checkText(String pointer, String text, TemplatePlace place, Set<String> names) {
        findings.refuseWhatFails(
                pointer,
                () -> {
                    for (var part : TemplateText.parse(text).parts()) {
                        if (part instanceof TemplateText.Part.Expression(var expression, _)) {
                            check(pointer, expression, place, names);
                        }
                    }
                });
    }

    /**
     * One by itself. Answers what it asks for, where it is an expression at all.
     *
     * @param names what it may name besides the variables of templates
     */
    Optional<ExpressionReferences> check(
            String pointer, String expression, TemplatePlace place, Set<String> names) {
        try {
            var asked = templates.compile(expression, names).references();
            place.refusals(asked).forEach(why -> refuse(pointer, expression, why));
            return Optional.of(asked);
        } catch (TemplateFailed failed) {
            findings.refuse(pointer, String.valueOf(failed.getMessage()));
            return Optional.empty();
        }
    }

    private void refuse(String pointer, String expression, String why) {
        findings.refuse(
                pointer, String.valueOf(CelExpression.failed(expression, why).getMessage()));
    }
}
