package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.run.Expressions.Judgement;
import io.agentrunner.run.Expressions.Judgement.Applies;
import io.agentrunner.run.Expressions.Judgement.DoesNotApply;
import io.agentrunner.run.Expressions.Judgement.Unclear;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Condition.Java;
import io.agentrunner.workflow.Clause.Condition.Match;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges the rules that follow a step. */
final class CelClauses {

    /** A value that is longer says nothing to those who read why a rule applied. */
    private static final int LONGEST_VALUE = 1_000;

    private static final int KEPT_CHARACTERS = 1 << 20;

    private final CelTemplates templates;
    private final JavaGuards guards;
    private final RecentlyUsed<Shape> shapes = new RecentlyUsed<>(KEPT_CHARACTERS);

    CelClauses(CelTemplates templates, JavaGuards guards) {
        this.templates = templates;
        this.guards = guards;
    }

    /** Where a rule applies: what its pattern bound, and what decided it. */
    private record Found(Map<String, JsonNode> bound, ObjectNode values) {}

    Judgement judge(Clause clause, Map<String, String> predicates, Scope scope) {
        try {
            return find(clause, new Predicates(templates, predicates, scope), scope)
                    .<Judgement>map(found -> applies(clause, scope, found))
                    .orElseGet(DoesNotApply::new);
        } catch (TemplateFailed failed) {
            return new Unclear(String.valueOf(failed.getMessage()));
        }
    }

    private Applies applies(Clause clause, Scope scope, Found found) {
        var message =
                clause.then() instanceof Fail(var text)
                        ? templates.text(text, new TemplateVariables(scope, found.bound()))
                        : null;
        return new Applies(Json.write(found.values()), message);
    }

    private Optional<Found> find(Clause clause, Predicates predicates, Scope scope) {
        return switch (clause.condition()) {
            case Otherwise _ ->
                    Optional.of(new Found(Map.of(), JsonNodeFactory.instance.objectNode()));
            case When(var expression) -> guarded(expression, predicates, scope, Map.of());
            case Match(var pattern, var guard) -> match(pattern, guard, predicates, scope);
            case Java(var predicate) -> asked(predicate, scope);
        };
    }

    private Optional<Found> asked(String predicate, Scope scope) {
        var outcome = new TemplateVariables(scope).ending();
        return guards.applies(scope.run().workflow(), predicate, outcome.iterator().next())
                ? Optional.of(new Found(Map.of(), shortened(outcome)))
                : Optional.empty();
    }

    private Optional<Found> match(
            String pattern, @Nullable String guard, Predicates predicates, Scope scope) {
        var shape = shapes.get(pattern, text -> new Shape(Json.parse(text)));
        var outcome = new TemplateVariables(scope).ending();
        var bound = shape.match(outcome);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        var values = shortened((ObjectNode) shape.lookedAt(outcome));
        if (guard == null) {
            return Optional.of(new Found(bound.get(), values));
        }
        return guarded(guard, predicates, scope, bound.get())
                .map(found -> new Found(bound.get(), values.setAll(found.values())));
    }

    private Optional<Found> guarded(
            String expression, Predicates predicates, Scope scope, Map<String, JsonNode> bound) {
        var names = new HashSet<>(bound.keySet());
        names.addAll(predicates.names());
        var compiled = templates.compile(expression, names);
        var variables = new TemplateVariables(scope, bound, predicates::find);
        if (!compiled.truth(variables).booleanValue()) {
            return Optional.empty();
        }
        var values = variables.lookedAt(compiled);
        predicates.tell(values);
        return Optional.of(new Found(bound, shortened(values)));
    }

    private static ObjectNode shortened(ObjectNode values) {
        var parts = JsonNodeFactory.instance.objectNode();
        values.properties()
                .forEach(field -> parts.set(field.getKey(), shortened(field.getValue())));
        return parts;
    }

    private static JsonNode shortened(JsonNode value) {
        return Json.write(value).length() <= LONGEST_VALUE
                ? value
                : JsonNodeFactory.instance.textNode("…");
    }
}
