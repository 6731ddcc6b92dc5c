package io.agentrunner.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a template sees.
 *
 * @param inputs the run's inputs, JSON text
 * @param results the result of a finished step by its name, JSON text
 * @param secrets a secret by its name
 */
public record Scope(
        String inputs,
        Function<String, Optional<String>> results,
        RunFacts run,
        Function<String, Optional<String>> secrets) {

    /**
     * The {@code run} of a template.
     *
     * @param metadata JSON object as text
     * @param home folder of the workflow's file, where it has one
     */
    public record RunFacts(
            String id,
            String workflow,
            List<String> tags,
            String metadata,
            @Nullable String correlationId,
            @Nullable String home) {}
}
