package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.workflow.Validator;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.GuardCode;
import io.agentrunner.workflow.dsl.StepCode;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workflows written in Java that this server has, and the code of their steps. */
public final class JavaCode implements JavaGuards {

    private final Map<String, Defined<?, ?>> workflows = new LinkedHashMap<>();
    private final Map<String, StepCode> steps = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final Map<Method, String> hashes = new ConcurrentHashMap<>();

    /** Asks each of the definitions what it is. */
    public JavaCode(Iterable<? extends WorkflowDefinition<?, ?>> definitions) {
        var schemas = new JavaSchemas();
        definitions.forEach(definition -> add(definition, schemas));
    }

    /** What the definitions say, by the order in which they were found. */
    Collection<Defined<?, ?>> defined() {
        return workflows.values();
    }

    /** What is wrong with them and can't be seen in what they say. */
    List<String> mistakes() {
        return mistakes;
    }

    /** The code of a step, by the name that its workflow calls it: {@code order.charge}. */
    public Optional<StepCode> step(String name) {
        return Optional.ofNullable(steps.get(name));
    }

    /** The code of a predicate. */
    public Optional<GuardCode> guard(String workflow, String name) {
        return Optional.ofNullable(workflows.get(workflow))
                .map(defined -> defined.guards().get(name));
    }

    /** Hash of what a step does. */
    public String hash(StepCode step) {
        return hash(step.method());
    }

    /** Hash of what a predicate does. */
    public String hash(GuardCode guard) {
        return hash(guard.method());
    }

    private String hash(Method method) {
        return hashes.computeIfAbsent(method, CodeHash::of);
    }

    @Override
    public boolean applies(String workflow, String predicate, JsonNode outcome) {
        var guard =
                guard(workflow, predicate)
                        .orElseThrow(() -> JavaGuards.unknown(workflow, predicate));
        var value = JavaValues.read(outcome, guard.takes());
        try {
            return value != null && guard.applies(value);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            throw new TemplateFailed("predicate `%s` threw %s".formatted(predicate, thrown));
        }
    }

    private <I, O> void add(WorkflowDefinition<I, O> definition, JavaSchemas schemas) {
        try {
            add(definition.name(), definition, schemas);
        } catch (RuntimeException thrown) {
            mistakes.add("%s can't be defined: %s".formatted(nameOf(definition), thrown));
        }
    }

    private <I, O> void add(String name, WorkflowDefinition<I, O> definition, JavaSchemas schemas) {
        if (!Validator.WORKFLOW_NAME.matcher(name).matches()) {
            mistakes.add(
                    "%s: `%s` is no name of a workflow, which matches %s; give it one by `name()`"
                            .formatted(nameOf(definition), name, Validator.WORKFLOW_NAME));
            return;
        }
        var inputs = JavaValues.parameter(definition.getClass(), WorkflowDefinition.class);
        if (inputs == null) {
            mistakes.add(
                    "workflow `%s`: %s doesn't say what its inputs are; name the type of `I`"
                            .formatted(name, nameOf(definition)));
            return;
        }
        var defined = definition.define(new Builder<I>(name, inputs, schemas::of));
        mistakes.addAll(defined.mistakes());
        KindClashes.in(types(defined))
                .forEach(clash -> mistakes.add("workflow `%s`: %s".formatted(name, clash)));
        steps.putAll(defined.steps());
        if (workflows.putIfAbsent(name, defined) != null) {
            mistakes.add(
                    "workflow `%s` is defined twice, once by %s; give one another `name()`"
                            .formatted(name, nameOf(definition)));
        }
    }

    private static List<@Nullable Type> types(Defined<?, ?> defined) {
        var types = new ArrayList<@Nullable Type>();
        for (var step : defined.steps().values()) {
            types.addAll(step.takes());
            types.add(step.gives());
        }
        return types;
    }

    private static String nameOf(WorkflowDefinition<?, ?> definition) {
        return definition.getClass().getName();
    }
}
