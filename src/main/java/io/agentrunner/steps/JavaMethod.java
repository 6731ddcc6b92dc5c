package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** The code of a {@code java} step. */
sealed interface JavaMethod permits DefinedMethod, NamedMethod {

    /**
     * Calls it with what the step gives it.
     *
     * @throws InvocationTargetException around what it throws
     */
    @Nullable Object call(JsonNode with, StepContext context)
            throws IllegalAccessException, InvocationTargetException;

    /** Hash of what it does. */
    String hash();

    /** Its result as JSON. */
    JsonNode json(@Nullable Object result);
}
