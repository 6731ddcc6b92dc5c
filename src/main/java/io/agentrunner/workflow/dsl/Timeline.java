package io.agentrunner.workflow.dsl;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of a workflow's steps, and what follows one where it is not the next.
 *
 * @param <I> what a run is started with
 */
public final class Timeline<I> {

    private final Builder<I> builder;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, List<Object>> diverge = new LinkedHashMap<>();
    private final Map<String, List<Object>> branch = new LinkedHashMap<>();
    private final Map<String, Named<?>> named = new LinkedHashMap<>();
    private final Map<String, GuardCode> guards = new LinkedHashMap<>();

    Timeline(Builder<I> builder, List<String> order) {
        this.builder = builder;
        fields.put("name", builder.workflow());
        fields.put("timeline", order);
    }

    /** For people. */
    public Timeline<I> describedAs(String description) {
        fields.put("description", description);
        return this;
    }

    /** What people call this version of it. */
    public Timeline<I> versionLabel(String label) {
        fields.put("versionLabel", label);
        return this;
    }

    /** How long a run may take from its start to its end. */
    public Timeline<I> timeout(Duration limit) {
        fields.put("timeout", limit);
        return this;
    }

    /** How many runs may be under way at a time; further ones stay queued. */
    public Timeline<I> concurrency(int most) {
        fields.put("concurrency", Map.of("max", most));
        return this;
    }

    /** The same for each value of a key, which is a template over the inputs. */
    public Timeline<I> concurrency(int most, String key) {
        fields.put("concurrency", Map.of("max", most, "key", key));
        return this;
    }

    /** A run whose node died while it worked on it fails, instead of trying again. */
    public Timeline<I> failWithNode() {
        fields.put("recovery", "fail");
        return this;
    }

    /** What follows when the step has failed for good; the first rule that applies decides. */
    @SafeVarargs
    public final Timeline<I> diverge(StepOf<?> step, Rule<Failed>... rules) {
        builder.check(step.name(), step);
        var all = diverge.computeIfAbsent(step.name(), _ -> new ArrayList<>());
        for (var rule : rules) {
            all.add(fields(step, rule, Failed.class));
        }
        return this;
    }

    /** What follows when the step has succeeded; the first rule that applies decides. */
    @SafeVarargs
    public final <V> Timeline<I> branch(StepOf<V> step, Rule<V>... rules) {
        builder.check(step.name(), step);
        var all = branch.computeIfAbsent(step.name(), _ -> new ArrayList<>());
        for (var rule : rules) {
            all.add(fields(step, rule, step.type()));
        }
        return this;
    }

    /** The result of a run. The end of the definition. */
    public <O> Defined<I, O> output(Value<O> output) {
        builder.check("output", output);
        if (builder.hasInputs()) {
            fields.put("inputs", new JsonText.Raw(builder.schemaOfInputs()));
        }
        fields.put("steps", builder.stepsOfTimeline());
        if (!diverge.isEmpty()) {
            fields.put("diverge", diverge);
        }
        if (!branch.isEmpty()) {
            fields.put("branch", branch);
        }
        fields.put("output", "${" + output.expression() + "}");
        return new Defined<>(
                builder.workflow(),
                JsonText.of(fields),
                builder.work(),
                guards,
                builder.mistakes());
    }

    private Map<String, Object> fields(StepOf<?> step, Rule<?> rule, @Nullable Type outcome) {
        var target = rule.then().target();
        if (target != null) {
            builder.check(step.name(), target);
        }
        if (rule.kind() != null && !isKind(rule.kind())) {
            builder.mistake(
                    step.name(),
                    "has a rule `is(%s.class, …)`, which is not one of the last kinds of a sealed type that tells them apart by `%s`; ask a predicate with `instanceof`"
                            .formatted(rule.kind().getSimpleName(), Dsl.KIND));
        }
        if (rule.predicate() != null) {
            guard(step, rule.predicate(), outcome);
        }
        return rule.fields();
    }

    private static boolean isKind(Class<?> type) {
        return !type.isSealed() && isOfASealed(type);
    }

    private static boolean isOfASealed(@Nullable Class<?> type) {
        return type != null
                && Arrays.stream(type.getAnnotations())
                        .noneMatch(it -> it.annotationType().getSimpleName().equals("JsonTypeInfo"))
                && (type.isSealed()
                        || isOfASealed(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(Timeline::isOfASealed));
    }

    private void guard(StepOf<?> step, Named<?> predicate, @Nullable Type outcome) {
        var other = named.putIfAbsent(predicate.name(), predicate);
        if (other == null) {
            GuardCode.find(predicate, outcome, why -> builder.mistake(step.name(), why))
                    .ifPresent(guard -> guards.put(guard.name(), guard));
        } else if (!other.equals(predicate)) {
            builder.mistake(
                    step.name(),
                    "has a predicate `%s`, and another step has another of that name; make it once with `predicate`"
                            .formatted(predicate.name()));
        }
    }
}
