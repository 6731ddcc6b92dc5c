package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.run.Progress;
import io.agentrunner.run.Run;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run, as clients see it.
 *
 * @param forkedFrom the run it is a variation of; none is one so far
 * @param steps the first of them in order of start
 */
public record RunView(
        String id,
        String workflow,
        String version,
        String state,
        @Nullable String reason,
        @Nullable String message,
        @JsonRawValue String inputs,
        @JsonRawValue @Nullable String result,
        List<String> tags,
        @JsonRawValue String metadata,
        int priority,
        @Nullable String correlationId,
        @Nullable String parentRunId,
        @Nullable String forkedFrom,
        long seq,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        Progress progress,
        boolean stepsTruncated,
        List<StepView> steps) {

    static final int STEPS_SHOWN = 200;

    public RunView {
        tags = List.copyOf(tags);
        steps = List.copyOf(steps);
    }

    static RunView of(Run run, Workflow workflow) {
        var created = run.created();
        var parent = created.parent();
        return new RunView(
                run.id().toString(),
                run.workflow(),
                run.version(),
                run.state().name(),
                StepView.name(run.reason()),
                run.message(),
                created.inputs(),
                run.result(),
                created.tags(),
                created.metadata(),
                created.priority(),
                created.correlationId(),
                parent == null ? null : parent.toString(),
                null,
                run.seq(),
                created.at(),
                run.startedAt(),
                run.endedAt(),
                run.updatedAt(),
                Progress.of(workflow, run),
                run.steps().size() > STEPS_SHOWN,
                run.steps().stream().limit(STEPS_SHOWN).map(StepView::of).toList());
    }
}
