package io.agentrunner.runs;

import io.agentrunner.journal.RunRow;
import io.agentrunner.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What clients see of a run wherever they see it.
 *
 * @param forkedFrom the run whose finished steps it has
 */
public record RunHead(
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
        @Nullable String forkedFrom,
        long seq,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt) {

    public RunHead {
        tags = List.copyOf(tags);
    }

    static RunHead of(Run run) {
        var created = run.created();
        return new RunHead(
                run.id().toString(),
                run.workflow(),
                run.version(),
                run.state().name(),
                StepView.name(run.reason()),
                run.message(),
                created.tags(),
                created.priority(),
                created.correlationId(),
                created.parent() == null ? null : created.parent().run().toString(),
                Objects.toString(created.forkedFrom(), null),
                run.seq(),
                created.at(),
                run.startedAt(),
                run.endedAt(),
                run.updatedAt());
    }

    static RunHead of(RunRow row) {
        return new RunHead(
                row.id().toString(),
                row.workflow(),
                row.version(),
                row.state().name(),
                StepView.name(row.reason()),
                row.message(),
                row.tags(),
                row.priority(),
                row.correlationId(),
                Objects.toString(row.parent(), null),
                Objects.toString(row.forkedFrom(), null),
                row.seq(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                row.updatedAt());
    }
}
