package io.agentrunner.catalog;

import io.agentrunner.run.Failure;
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
 * @param item what a step inside a {@code forEach} is for; null for others
 * @param ending what a rule is about; null for all that is no rule
 */
public record Scope(
        String inputs,
        Function<String, Optional<String>> results,
        RunFacts run,
        Function<String, Optional<String>> secrets,
        @Nullable Item item,
        @Nullable Ending ending) {

    /** What a step sees. */
    public Scope(
            String inputs,
            Function<String, Optional<String>> results,
            RunFacts run,
            Function<String, Optional<String>> secrets,
            @Nullable Item item) {
        this(inputs, results, run, secrets, item, null);
    }

    /** What a step sees that is not inside a {@code forEach}. */
    public Scope(
            String inputs,
            Function<String, Optional<String>> results,
            RunFacts run,
            Function<String, Optional<String>> secrets) {
        this(inputs, results, run, secrets, null, null);
    }

    /** What has become of a step. */
    public sealed interface Ending {

        /**
         * The {@code result} of a rule.
         *
         * @param result JSON text
         */
        record Succeeded(String result) implements Ending {}

        /** The {@code error} of a rule. */
        record Failed(Failure error) implements Ending {}
    }

    /**
     * One of the items of a list.
     *
     * @param value JSON text
     * @param index from 0
     */
    public record Item(String value, int index) {}

    /**
     * The {@code run} of a template.
     *
     * @param version of the workflow
     * @param metadata JSON object as text
     * @param home folder of the workflow's file, where it has one
     * @param step the step whose template it is; null for a template of none
     */
    public record RunFacts(
            String id,
            String workflow,
            String version,
            List<String> tags,
            String metadata,
            @Nullable String correlationId,
            @Nullable String home,
            @Nullable At step) {}

    /**
     * How often the run has come to a step, and how often that was tried by then; both count from
     * 1.
     */
    public record At(int iteration, int attempt) {}
}
