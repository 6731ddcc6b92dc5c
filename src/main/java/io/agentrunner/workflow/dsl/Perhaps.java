package io.agentrunner.workflow.dsl;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type of what {@link Dsl#optional} gives: an {@code Optional} that comes as a list of one
 * value or of none, so that a value that is null can be told from none.
 */
public record Perhaps(Type element) implements ParameterizedType {

    @Override
    public Type[] getActualTypeArguments() {
        return new Type[] {element};
    }

    @Override
    public Type getRawType() {
        return Optional.class;
    }

    @Override
    public @Nullable Type getOwnerType() {
        return null;
    }

    @Override
    public String getTypeName() {
        return "Optional<" + element.getTypeName() + ">";
    }
}
