package io.agentrunner.workflow.dsl;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The code of a predicate.
 *
 * @param name by which the workflow's rules call it
 * @param method the method behind {@code test}
 * @param takes the type of the outcome it looks at
 */
public record GuardCode(String name, Guard<?> test, Method method, Type takes) {

    /** Asks it about an outcome that has the type it takes. */
    @SuppressWarnings("unchecked")
    public boolean applies(Object outcome) {
        return ((Guard<Object>) test).applies(outcome);
    }

    /** The code behind a predicate; empty, and the reason told, when it can't be found out. */
    static Optional<GuardCode> find(
            Named<?> predicate, @Nullable Type outcome, Consumer<String> refusal) {
        try {
            var method = Lambdas.method(predicate.test());
            var takes = Lambdas.complete(outcome, parameter(method));
            if (takes == null) {
                throw new IllegalArgumentException(
                        "its predicate `%s` doesn't say what it looks at; refer to a method instead"
                                .formatted(predicate.name()));
            }
            return Optional.of(new GuardCode(predicate.name(), predicate.test(), method, takes));
        } catch (IllegalArgumentException unclear) {
            refusal.accept(String.valueOf(unclear.getMessage()));
            return Optional.empty();
        }
    }

    /** A method of the outcome itself has no parameter: {@code Order::isSmall}. */
    private static Type parameter(Method method) {
        int number = method.getParameterCount();
        return number == 0
                ? method.getDeclaringClass()
                : method.getGenericParameterTypes()[number - 1];
    }
}
