package io.agentrunner.workflow.dsl;

import java.util.List;
import java.util.Map;

/**
 * What a definition says: a blueprint whose steps are of type {@code java}, and the code behind
 * them.
 *
 * @param name of the workflow
 * @param blueprint JSON text
 * @param steps the code of its steps, by the names that the blueprint calls them
 * @param guards the code of its predicates, by the names that its rules call them
 * @param mistakes what keeps it from being a workflow and can't be seen in the blueprint; each says
 *     where and what to do
 */
@SuppressWarnings("UnusedTypeParameter") // they make `define` keep its promise
public record Defined<I, O>(
        String name,
        String blueprint,
        Map<String, StepCode> steps,
        Map<String, GuardCode> guards,
        List<String> mistakes) {

    public Defined {
        steps = Map.copyOf(steps);
        guards = Map.copyOf(guards);
        mistakes = List.copyOf(mistakes);
    }
}
