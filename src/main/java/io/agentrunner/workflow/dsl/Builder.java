package io.agentrunner.workflow.dsl;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of one workflow, then its timeline. What a step needs is what its method takes:
 * the values are named in the order of the method's parameters, after the {@link Context}.
 *
 * @param <I> what a run is started with
 */
public final class Builder<I> {

    private final String workflow;
    private final Type inputs;
    private final Function<Type, String> schemas;
    private final Map<String, StepOf<?>> steps = new LinkedHashMap<>();
    private final Map<String, StepCode> work = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    /**
     * A builder of that workflow.
     *
     * @param inputs the type that {@code I} stands for
     * @param schemas gives the JSON Schema of a type, as text
     */
    public Builder(String workflow, Type inputs, Function<Type, String> schemas) {
        this.workflow = workflow;
        this.inputs = inputs;
        this.schemas = schemas;
    }

    /** What the run was started with, for a step that takes it beside other values. */
    public Value<I> inputs() {
        return new Value.Inputs<>(inputs, this);
    }

    /** One component of it, where that is a record. */
    public <T> Value<T> inputs(Accessor<? super I, T> component) {
        var accessor = Lambdas.method(component);
        if (!accessor.getDeclaringClass().isRecord()) {
            mistake("inputs", "takes a part of a record by its accessor: w.inputs(Order::lines)");
        }
        return new Value.Part<>(
                accessor.getName(),
                !Lambdas.mayBeMissing(accessor),
                accessor.getGenericReturnType(),
                this);
    }

    /** A step that takes nothing. */
    public <R extends @Nullable Object> StepOf<R> step(String name, Body.Of0<R> body) {
        return work(name, body);
    }

    /** A step that takes the run's inputs. */
    public <R extends @Nullable Object> StepOf<R> step(String name, Body.Of1<? super I, R> body) {
        return work(name, body, inputs());
    }

    /** A step that takes one value. */
    public <A, R extends @Nullable Object> StepOf<R> step(
            String name, Body.Of1<A, R> body, Value<? extends A> a) {
        return work(name, body, a);
    }

    /** A step that takes two values. */
    public <A, B, R extends @Nullable Object> StepOf<R> step(
            String name, Body.Of2<A, B, R> body, Value<? extends A> a, Value<? extends B> b) {
        return work(name, body, a, b);
    }

    /** A step that takes three values. */
    public <A, B, C, R extends @Nullable Object> StepOf<R> step(
            String name,
            Body.Of3<A, B, C, R> body,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c) {
        return work(name, body, a, b, c);
    }

    /** A step that takes four values. */
    public <A, B, C, D, R extends @Nullable Object> StepOf<R> step(
            String name,
            Body.Of4<A, B, C, D, R> body,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d) {
        return work(name, body, a, b, c, d);
    }

    /** A step that takes five values. */
    public <A, B, C, D, E, R extends @Nullable Object> StepOf<R> step(
            String name,
            Body.Of5<A, B, C, D, E, R> body,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e) {
        return work(name, body, a, b, c, d, e);
    }

    /** A step that takes six values, which is as many as there can be. */
    public <A, B, C, D, E, F, R extends @Nullable Object> StepOf<R> step(
            String name,
            Body.Of6<A, B, C, D, E, F, R> body,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f) {
        return work(name, body, a, b, c, d, e, f);
    }

    /** A step that does the same for each item of a list, at the same time. */
    public <A, R extends @Nullable Object> FanOf<List<R>> forEach(
            String name, Value<? extends List<? extends A>> items, Body.Of1<A, R> body) {
        return fan(name, false, items, body);
    }

    /** The same with one more value for all items. */
    public <A, B, R extends @Nullable Object> FanOf<List<R>> forEach(
            String name,
            Value<? extends List<? extends A>> items,
            Body.Of2<A, B, R> body,
            Value<? extends B> b) {
        return fan(name, false, items, body, b);
    }

    /** The same, and an item that fails is a result like any other. */
    public <A, R extends @Nullable Object> FanOf<List<Tried<R>>> tryEach(
            String name, Value<? extends List<? extends A>> items, Body.Of1<A, R> body) {
        return fan(name, true, items, body);
    }

    /** Steps that run at the same time. What they give is taken from each of them. */
    public FanOf<Map<String, Object>> parallel(String name, StepOf<?>... inside) {
        var fan = new FanOf<Map<String, Object>>(this, name, "parallel", null, null);
        var fields = new LinkedHashMap<String, Object>();
        for (var step : inside) {
            check(name, step);
            step.putInside(fan);
            fields.put(step.name(), step.fields());
        }
        fan.put("steps", fields);
        return add(fan);
    }

    /** A step that waits until somebody approves. */
    public ApprovalOf<Object> approval(String name) {
        return add(
                new ApprovalOf<>(this, name, new GenericOf(ApprovalDecision.class, Object.class)));
    }

    /** A step that waits until somebody approves, with a form for what that type has. */
    public <D> ApprovalOf<D> approval(String name, Class<D> form) {
        var approval = new ApprovalOf<D>(this, name, new GenericOf(ApprovalDecision.class, form));
        approval.put("form", new JsonText.Raw(schemas.apply(form)));
        return add(approval);
    }

    /** A step that waits until a signal of that name has come. */
    public <D> SignalOf<D> signal(String name, String signal, Class<D> data) {
        return add(new SignalOf<>(this, name, signal, data));
    }

    /** A step that sleeps. */
    public StepOf<Void> sleep(String name, Duration length) {
        var sleep = new StepOf<Void>(this, name, "sleep", Void.class);
        sleep.put("for", length);
        return add(sleep);
    }

    /** A step that is a run of another workflow. */
    public <R> StepOf<R> run(
            String name, String childWorkflow, Value<?> childInputs, Class<R> result) {
        check(name, childInputs);
        var child = new StepOf<R>(this, name, "run", result);
        child.put("workflow", childWorkflow);
        child.put("inputs", childInputs);
        return add(child);
    }

    /** The order of the steps. All of them stand in it, but for those inside another. */
    public Timeline<I> timeline(StepOf<?>... order) {
        var names = new ArrayList<String>();
        for (var step : order) {
            check(step.name(), step);
            names.add(step.name());
        }
        return new Timeline<>(this, names);
    }

    private <R extends @Nullable Object> StepOf<R> work(
            String name, Body body, Value<?>... values) {
        return add(call(name, body, List.of(values)));
    }

    private <E extends @Nullable Object> FanOf<List<E>> fan(
            String name, boolean collects, Value<?> items, Body body, Value<?>... others) {
        check(name, items);
        var values = new ArrayList<Value<?>>(List.of(new Value.Item<>(items)));
        values.addAll(List.of(others));
        StepOf<?> each = call(name, body, values);
        var gives = each.type();
        var one = collects && gives != null ? new GenericOf(Tried.class, gives) : gives;
        var all = one == null ? null : new GenericOf(List.class, one);
        var fan = new FanOf<List<E>>(this, name, "forEach", all, each);
        fan.put("items", items);
        fan.put("step", each.fields());
        if (collects) {
            fan.put("onError", "collect");
        }
        return add(fan);
    }

    private <R extends @Nullable Object> StepOf<R> call(
            String name, Body body, List<Value<?>> values) {
        values.forEach(value -> check(name, value));
        var called = workflow + "." + name;
        var found = StepCode.find(called, body, values, why -> mistake(name, why));
        found.ifPresent(it -> work.put(called, it));
        var step = new StepOf<R>(this, name, "java", found.map(StepCode::gives).orElse(null));
        step.put("step", called);
        if (!values.isEmpty()) {
            step.put("with", values);
        }
        return step;
    }

    private <S extends StepOf<?>> S add(S step) {
        if (steps.putIfAbsent(step.name(), step) != null) {
            mistake(step.name(), "is the name of two steps; give each its own");
        }
        return step;
    }

    /** Notes a value that is not of this workflow. */
    void check(String step, Value<?> value) {
        if (value.owner() != this) {
            mistake(
                    step,
                    "takes or names `%s` of another workflow; make the step with this builder"
                            .formatted(value.expression().replaceFirst("^steps\\.", "")));
        }
    }

    void mistake(String step, String why) {
        mistakes.add("workflow `%s`, step `%s`: %s".formatted(workflow, step, why));
    }

    String schemaOfInputs() {
        return schemas.apply(inputs);
    }

    boolean hasInputs() {
        return inputs != Void.class;
    }

    String workflow() {
        return workflow;
    }

    Map<String, Object> stepsOfTimeline() {
        var fields = new LinkedHashMap<String, Object>();
        steps.values().stream()
                .filter(step -> !step.isInside())
                .forEach(step -> fields.put(step.name(), step.fields()));
        return fields;
    }

    Map<String, StepCode> work() {
        return work;
    }

    List<String> mistakes() {
        return mistakes;
    }
}
