package io.agentrunner.steps;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a {@link JavaSteps} bean a step that blueprints call by its name: {@code {type:
 * java, step: greet, with: {…}}}.
 *
 * <p>The method takes {@code with} as any type that JSON can become, a {@link StepContext}, both or
 * neither. What it returns becomes JSON; a {@code Uni} or {@code CompletionStage} is waited for. It
 * has a virtual thread of its own, may block, and is interrupted when it has to stop.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NamedStep {

    /** Its name, unique in this server. */
    String value();
}
