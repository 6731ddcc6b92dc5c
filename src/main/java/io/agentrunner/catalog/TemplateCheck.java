package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.ValueType.Kind;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Pointer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compiles every template of a draft and refuses those that could not be evaluated in their place.
 */
final class TemplateCheck {

    /** Kinds that record nothing but what somebody else answers: what they say stays inside. */
    private static final Set<StepKind> WITH_SECRETS =
            Set.of(StepKind.HTTP, StepKind.SHELL, StepKind.JAVA);

    private final CelTemplates templates;
    private final Source source;
    private final Draft draft;
    private final Findings findings;
    private final ExpressionCheck expressions;
    private final DraftTypes types;

    private TemplateCheck(
            CelTemplates templates,
            Source source,
            Draft draft,
            DraftTypes types,
            Findings findings) {
        this.types = types;
        this.templates = templates;
        this.source = source;
        this.draft = draft;
        this.findings = findings;
        this.expressions = new ExpressionCheck(templates, findings);
    }

    static void check(
            Source source,
            Draft draft,
            DraftTypes types,
            CelTemplates templates,
            Findings findings) {
        var check = new TemplateCheck(templates, source, draft, types, findings);
        draft.steps().keySet().forEach(check::checkStep);
        check.checkKey();
        var output = source.root().get("output");
        if (output != null) {
            check.check("/output", output, check.typed(TemplatePlace.output(draft)));
        }
    }

    private void checkKey() {
        var key = source.root().path("concurrency").path("key");
        if (key.isTextual()) {
            var template = BlueprintReader.asTemplate(key.textValue());
            checkText("/concurrency/key", template, typed(TemplatePlace.key()));
        }
    }

    private void checkStep(String name) {
        checkStep(
                Pointer.to("/steps", name),
                source.root().path("steps").path(name),
                typed(TemplatePlace.step(name, draft)));
    }

    private TypedPlace typed(TemplatePlace place) {
        return new TypedPlace(place, types.variables());
    }

    private void checkStep(String pointer, JsonNode step, TypedPlace around) {
        var found = StepKind.of(step.path("type").asText());
        if (found.isEmpty()) {
            return;
        }
        var kind = found.get();
        var place = around.at(around.place().secrets(WITH_SECRETS.contains(kind)));
        for (var field : kind.templates()) {
            var value = step.get(field);
            if (value != null) {
                checkField(kind, Pointer.to(pointer, field), value, place);
            }
        }
        checkInside(kind, pointer, step, around);
    }

    private void checkField(StepKind kind, String pointer, JsonNode value, TypedPlace place) {
        if (kind == StepKind.SHELL && pointer.endsWith("/run") && value.isTextual()) {
            checkCommand(pointer, value.textValue(), place);
        } else {
            check(pointer, value, place);
        }
    }

    private void checkInside(StepKind kind, String pointer, JsonNode step, TypedPlace around) {
        if (kind == StepKind.FOR_EACH) {
            var items = types.of(step.path("items"), around.variables());
            if (WaitFields.isTemplate(step.path("items")) && !items.canBe(Kind.LIST)) {
                findings.refuse(
                        pointer + "/items", "is %s, and must be a list".formatted(items.words()));
            }
            var each = around.at(around.place().each()).with(types.each(items));
            checkStep(pointer + "/step", step.path("step"), each);
        } else if (kind == StepKind.PARALLEL) {
            var steps = step.path("steps");
            var names = new HashSet<String>();
            steps.propertyStream().map(Map.Entry::getKey).forEach(names::add);
            for (var name : names) {
                checkStep(
                        Pointer.to(pointer + "/steps", name),
                        steps.path(name),
                        around.at(around.place().branch(name, names)));
            }
        }
    }

    private void check(String pointer, JsonNode value, TypedPlace place) {
        if (value.isTextual()) {
            checkText(pointer, value.textValue(), place);
        }
        for (var field : value.properties()) {
            var child = Pointer.to(pointer, field.getKey());
            if (TemplateText.hasTemplate(field.getKey())) {
                findings.refuseName(child, "a name can't be a template, only a value can");
            }
            check(child, field.getValue(), place);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(Pointer.to(pointer, i), value.get(i), place);
        }
    }

    private void checkCommand(String pointer, String command, TypedPlace place) {
        int before = findings.mistakes().size();
        checkText(pointer, command, place);
        if (findings.mistakes().size() == before) {
            findings.refuseWhatFails(pointer, () -> templates.command(command));
        }
    }

    private void checkText(String pointer, String text, TypedPlace place) {
        expressions.checkText(pointer, text, place, Set.of());
    }
}
