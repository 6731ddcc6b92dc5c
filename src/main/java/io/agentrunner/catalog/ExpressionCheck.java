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
    void checkText(String pointer, String text, TypedPlace place, Set<String> names) {
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
     * One by itself.
     *
     * @param names what it may name besides the variables of templates
     */
    Optional<Checked> check(
            String pointer, String expression, TypedPlace place, Set<String> names) {
        try {
            var compiled = templates.compile(expression, names);
            var types = templates.types(compiled, place.variables());
            var refusals = place.place().refusals(compiled.references());
            refusals.addAll(types.refusals());
            refusals.forEach(why -> refuse(pointer, expression, why));
            types.doubts().forEach(why -> findings.doubt(pointer, message(expression, why)));
            return Optional.of(new Checked(compiled, types.type()));
        } catch (TemplateFailed failed) {
            findings.refuse(pointer, String.valueOf(failed.getMessage()));
            return Optional.empty();
        }
    }

    /** What is an expression at least. */
    record Checked(CelExpression expression, ValueType type) {}

    /** One that has to be true or false. */
    Optional<Checked> checkTruth(
            String pointer, String expression, TypedPlace place, Set<String> names) {
        var checked = check(pointer, expression, place, names);
        checked.map(Checked::type)
                .filter(type -> !type.canBe(ValueType.Kind.BOOL))
                .ifPresent(
                        type ->
                                refuse(
                                        pointer,
                                        expression,
                                        "is %s, and must be true or false"
                                                .formatted(type.words())));
        return checked;
    }

    private void refuse(String pointer, String expression, String why) {
        findings.refuse(pointer, message(expression, why));
    }

    private static String message(String expression, String why) {
        return String.valueOf(CelExpression.failed(expression, why).getMessage());
    }
}
