package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/** The predicates of workflows written in Java. */
interface JavaGuards {

    /** Where no workflow is. */
    JavaGuards NONE =
            (workflow, predicate, _) -> {
                throw unknown(workflow, predicate);
            };

    /**
     * Whether it is true of the outcome of a step.
     *
     * @param outcome the step's result, or its error as an object
     * @throws TemplateFailed when there is none of that name, or it threw something
     */
    boolean applies(String workflow, String predicate, JsonNode outcome);

    /** What is said where the code of a workflow doesn't have it, or no more. */
    static TemplateFailed unknown(String workflow, String predicate) {
        return new TemplateFailed(
                "the code of workflow `%s` has no predicate `%s` in this server"
                        .formatted(workflow, predicate));
    }
}
