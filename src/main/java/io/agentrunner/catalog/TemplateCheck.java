package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Pointer;
import io.agentrunner.workflow.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compiles every template of a draft and refuses those that could not be evaluated in their place.
 */
final class TemplateCheck {

    /** Kinds whose result is nothing but what their templates say: a secret would be recorded. */
    private static final Set<StepKind> WITHOUT_SECRETS = Set.of(StepKind.SET, StepKind.SLEEP);

    private final CelTemplates templates;
    private final Source source;
    private final Draft draft;
    private final List<Mistake> mistakes = new ArrayList<>();

    private TemplateCheck(CelTemplates templates, Source source, Draft draft) {
        this.templates = templates;
        this.source = source;
        this.draft = draft;
    }

    /**
     * What may be used in one place.
     *
     * @param who says whose template it is
     * @param earlier the steps that have results by then
     * @param secrets whether secrets may be asked for
     */
    private record Place(String who, List<String> earlier, boolean secrets) {}

    static List<Mistake> in(Source source, Draft draft, CelTemplates templates) {
        var check = new TemplateCheck(templates, source, draft);
        draft.steps().keySet().forEach(check::checkStep);
        var output = source.root().get("output");
        if (output != null) {
            check.check("/output", output, new Place("the output", draft.timeline(), false));
        }
        return check.mistakes;
    }

    private void checkStep(String name) {
        var pointer = Pointer.to("/steps", name);
        var step = source.root().path("steps").path(name);
        var kind = StepKind.of(step.path("type").asText());
        if (kind.isEmpty()) {
            return;
        }
        int index = draft.timeline().indexOf(name);
        var earlier = index < 0 ? draft.timeline() : draft.timeline().subList(0, index);
        var place =
                new Place("step `" + name + "`", earlier, !WITHOUT_SECRETS.contains(kind.get()));
        for (var field : kind.get().fields()) {
            var value = step.get(field);
            var where = Pointer.to(pointer, field);
            if (value != null && isCommandLine(kind.get(), field, value)) {
                checkCommand(where, value.textValue(), place);
            } else if (value != null && !isName(kind.get(), field)) {
                check(where, value, place);
            }
        }
    }

    private static boolean isCommandLine(StepKind kind, String field, JsonNode value) {
        return kind == StepKind.SHELL && field.equals("run") && value.isTextual();
    }

    private static boolean isName(StepKind kind, String field) {
        return kind == StepKind.JAVA && field.equals("step");
    }

    private void check(String pointer, JsonNode value, Place place) {
        if (value.isTextual()) {
            checkText(pointer, value.textValue(), place);
        }
        for (var field : value.properties()) {
            var child = Pointer.to(pointer, field.getKey());
            if (TemplateText.hasTemplate(field.getKey())) {
                mistakes.add(source.atKey(child, "a name can't be a template, only a value can"));
            }
            check(child, field.getValue(), place);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(Pointer.to(pointer, i), value.get(i), place);
        }
    }

    private void checkCommand(String pointer, String command, Place place) {
        int before = mistakes.size();
        checkText(pointer, command, place);
        if (mistakes.size() == before) {
            refuseWhatFails(pointer, () -> templates.command(command));
        }
    }

    private void checkText(String pointer, String text, Place place) {
        refuseWhatFails(
                pointer,
                () -> {
                    for (var part : TemplateText.parse(text).parts()) {
                        if (part instanceof TemplateText.Part.Expression(var expression, _)) {
                            checkExpression(pointer, expression, place);
                        }
                    }
                });
    }

    private void checkExpression(String pointer, String text, Place place) {
        refuseWhatFails(
                pointer, () -> checkReferences(pointer, text, templates.compile(text), place));
    }

    private void checkReferences(
            String pointer, String text, CelExpression expression, Place place) {
        var references = expression.references();
        for (var variable : references.unnamed()) {
            refuse(pointer, text, "uses `%1$s` as a whole; write `%1$s.NAME`".formatted(variable));
        }
        for (var field : references.of("run")) {
            if (!TemplateVariables.RUN_FIELDS.contains(field)) {
                refuse(
                        pointer,
                        text,
                        "asks for `run."
                                + field
                                + "`; there are "
                                + String.join(", ", TemplateVariables.RUN_FIELDS));
            }
        }
        if (!place.secrets() && !references.of("secrets").isEmpty()) {
            refuse(
                    pointer,
                    text,
                    "would record a secret in "
                            + place.who()
                            + "; use secrets where the work is done: http, shell, java");
        }
        references.of("steps").stream()
                .filter(step -> !place.earlier().contains(step))
                .forEach(step -> refuse(pointer, text, notEarlier(step, place)));
    }

    private String notEarlier(String step, Place place) {
        if (draft.timeline().contains(step)) {
            return "refers to step `%s`, which has no result before %s; only earlier steps have one"
                    .formatted(step, place.who());
        }
        return "refers to step `"
                + step
                + "`, which is not in the timeline"
                + Suggestion.didYouMean(step, place.earlier());
    }

    private void refuse(String pointer, String expression, String why) {
        var message = CelExpression.failed(expression, why).getMessage();
        mistakes.add(source.at(pointer, String.valueOf(message)));
    }

    private void refuseWhatFails(String pointer, Runnable compile) {
        try {
            compile.run();
        } catch (TemplateFailed e) {
            mistakes.add(source.at(pointer, String.valueOf(e.getMessage())));
        }
    }
}
