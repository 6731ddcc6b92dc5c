package io.agentrunner.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.CodeHash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A method that is a step, and the bean it is called on. */
final class NamedMethod implements JavaMethod {

    private final JavaSteps bean;
    private final Method method;
    private final String hash;

    private NamedMethod(JavaSteps bean, Method method) {
        this.bean = bean;
        this.method = method;
        this.hash = CodeHash.of(method);
    }

    /**
     * The method as a step.
     *
     * @throws IllegalStateException when it can't be one
     */
    static NamedMethod of(JavaSteps bean, Method method) {
        var named = new NamedMethod(bean, method);
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            throw new IllegalStateException(named + " can't be a step: it is private or static");
        }
        if (Arrays.stream(method.getParameterTypes()).filter(it -> !isContext(it)).count() > 1) {
            throw new IllegalStateException(
                    named + " can't be a step: it takes more than one value besides StepContext");
        }
        method.setAccessible(true);
        return named;
    }

    @Override
    public @Nullable Object call(JsonNode with, StepContext context)
            throws IllegalAccessException, InvocationTargetException {
        var types = method.getGenericParameterTypes();
        var arguments = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = isContext(types[i]) ? context : argument(with, types[i]);
        }
        return method.invoke(bean, arguments);
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public JsonNode json(@Nullable Object result) {
        return Json.MAPPER.valueToTree(result);
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    private static boolean isContext(Type type) {
        return type.equals(StepContext.class);
    }

    private static @Nullable Object argument(JsonNode with, Type type) {
        try {
            return Json.MAPPER.treeToValue(with, Json.MAPPER.constructType(type));
        } catch (JsonProcessingException unfit) {
            throw Settings.wrong(
                    "with",
                    "does not fit " + type.getTypeName() + ": " + unfit.getOriginalMessage());
        }
    }
}
