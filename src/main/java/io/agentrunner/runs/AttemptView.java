package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.run.Attempt;
import io.agentrunner.run.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a step, as clients see it.
 *
 * @param code hash of the program's code that it executed, for a {@code java} step
 */
public record AttemptView(
        int number,
        String state,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Cause error,
        Instant startedAt,
        @Nullable Instant endedAt,
        String node,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String code) {

    /**
     * Why it failed.
     *
     * @param details JSON
     */
    public record Cause(
            String code,
            String message,
            @JsonRawValue @Nullable String details,
            @Nullable String stackTrace) {

        static Cause of(Failure failure) {
            return new Cause(
                    failure.code(), failure.message(), failure.details(), failure.stackTrace());
        }
    }

    static AttemptView of(Attempt attempt) {
        var failure = attempt.failure();
        return new AttemptView(
                attempt.number(),
                attempt.state().name(),
                failure == null ? null : Cause.of(failure),
                attempt.startedAt(),
                attempt.endedAt(),
                attempt.node(),
                attempt.code());
    }
}
