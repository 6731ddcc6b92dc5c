package io.agentrunner.workflow.dsl;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The code of a step.
 *
 * @param name by which the workflow calls it: {@code order.charge}
 * @param method the method behind {@code body}
 * @param takes the types of the values, without the context
 */
public record StepCode(String name, Body body, Method method, List<Type> takes) {

    public StepCode {
        takes = List.copyOf(takes);
    }

    /** The type of its result, as far as the method says. */
    public @Nullable Type gives() {
        return Lambdas.complete(method.getGenericReturnType(), null);
    }

    /** The code behind a body; empty, and the reason told, when it can't be found out. */
    static Optional<StepCode> find(
            String name, Body body, List<Value<?>> values, Consumer<String> refusal) {
        try {
            var method = Lambdas.method(body);
            requireValue(method);
            var parameters = Lambdas.lastParameters(method, values.size() + 1);
            var takes = new ArrayList<Type>();
            for (int i = 0; i < values.size(); i++) {
                takes.add(type(parameters.get(i + 1), values.get(i)));
            }
            return Optional.of(new StepCode(name, body, method, takes));
        } catch (IllegalArgumentException unclear) {
            refusal.accept(String.valueOf(unclear.getMessage()));
            return Optional.empty();
        }
    }

    /** What is waited for is not what the next step is given. */
    private static void requireValue(Method method) {
        var result = method.getReturnType();
        if (CompletionStage.class.isAssignableFrom(result) || result.getName().endsWith(".Uni")) {
            throw new IllegalArgumentException(
                    "returns a `%s`; wait for it, the method may block, and return what comes"
                            .formatted(result.getSimpleName()));
        }
    }

    private static Type type(Type parameter, Value<?> value) {
        var type = Lambdas.complete(value.type(), parameter);
        if (type instanceof ParameterizedType whole && value instanceof Value.IfPresent) {
            return new Perhaps(whole.getActualTypeArguments()[0]);
        }
        if (type == null) {
            throw new IllegalArgumentException(
                    "takes `%s`, and a lambda doesn't say of what; take it in a method, and refer to that"
                            .formatted(parameter.getTypeName()));
        }
        return type;
    }
}
