package io.agentrunner.workflow.dsl;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A type with one parameter, such as {@code List<T>}. */
record GenericOf(Class<?> raw, Type parameter) implements ParameterizedType {

    @Override
    public Type[] getActualTypeArguments() {
        return new Type[] {parameter};
    }

    @Override
    public Type getRawType() {
        return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
        return null;
    }

    @Override
    public String getTypeName() {
        return raw.getSimpleName() + "<" + parameter.getTypeName() + ">";
    }
}
