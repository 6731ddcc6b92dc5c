package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to be created; checked by then: the inputs fit the workflow's schema.
 *
 * @param inputs JSON text
 * @param metadata JSON object as text
 * @param priority higher starts earlier
 * @param startAt not before that time
 * @param fork what it takes over from another run
 * @param parent the step of another run that starts it
 * @param timeout how long the run may take, where it differs from the workflow's
 */
public record StartRequest(
        Published workflow,
        String inputs,
        List<String> tags,
        String metadata,
        int priority,
        @Nullable String correlationId,
        @Nullable Parent parent,
        @Nullable Fork fork,
        @Nullable Instant startAt,
        @Nullable Duration timeout,
        @Nullable IdempotencyKey key) {

    /**
     * What another run has finished.
     *
     * @param seq up to which event of it
     * @param next the step with which it goes on
     * @param reason why somebody wants that
     */
    public record Fork(
            RunId from, long seq, List<Reused> steps, String next, @Nullable String reason) {
        public Fork {
            steps = List.copyOf(steps);
        }
    }

    /** A run that no other starts. */
    public StartRequest(
            Published workflow,
            String inputs,
            List<String> tags,
            String metadata,
            int priority,
            @Nullable String correlationId,
            @Nullable Instant startAt,
            @Nullable Duration timeout,
            @Nullable IdempotencyKey key) {
        this(
                workflow,
                inputs,
                tags,
                metadata,
                priority,
                correlationId,
                null,
                null,
                startAt,
                timeout,
                key);
    }

    public StartRequest {
        tags = List.copyOf(tags);
    }
}
