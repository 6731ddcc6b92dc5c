package io.agentrunner.runs;

import io.agentrunner.journal.RunRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run in a list, as clients see it: without anything that may be large. */
public record ListedRun(
        String id,
        String workflow,
        String version,
        String state,
        @Nullable String reason,
        @Nullable String message,
        List<String> tags,
        int priority,
        @Nullable String correlationId,
        @Nullable String parentRunId,
        @Nullable String currentStep,
        long seq,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt) {

    public ListedRun {
        tags = List.copyOf(tags);
    }

    static ListedRun of(RunRow row) {
        var parent = row.parent();
        return new ListedRun(
                row.id().toString(),
                row.workflow(),
                row.version(),
                row.state().name(),
                StepView.name(row.reason()),
                row.message(),
                row.tags(),
                row.priority(),
                row.correlationId(),
                parent == null ? null : parent.toString(),
                row.currentStep(),
                row.seq(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                row.updatedAt());
    }
}
