package io.agentrunner.journal;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list: everything but what may be large.
 *
 * @param wakeAt when its wait is over, or when it is to start
 * @param currentStep path of the step that runs, waits or was the last; null once COMPLETED
 * @param seq number of its last event
 * @param updatedAt time of its last event
 */
public record RunRow(
        RunId id,
        String workflow,
        String version,
        RunState state,
        @Nullable Reason reason,
        @Nullable String message,
        List<String> tags,
        int priority,
        @Nullable String correlationId,
        @Nullable RunId parent,
        @Nullable RunId forkedFrom,
        @Nullable String currentStep,
        long seq,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        @Nullable Instant wakeAt) {

    public RunRow {
        tags = List.copyOf(tags);
    }
}
