package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepRun;
import io.agentrunner.workflow.StepPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of a step, as clients see it.
 *
 * @param awaiting what it waits for, or last waited for
 */
public record StepView(
        String path,
        String name,
        int iteration,
        String type,
        String state,
        @Nullable String reason,
        @Nullable String message,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationMs,
        @JsonRawValue @Nullable String result,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AwaitedView awaiting,
        List<AttemptView> attempts) {

    public StepView {
        attempts = List.copyOf(attempts);
    }

    static StepView of(StepRun step) {
        var path = step.key().path();
        var endedAt = step.endedAt();
        return new StepView(
                path,
                StepPath.name(path),
                step.key().iteration(),
                step.type(),
                step.state().name(),
                name(step.reason()),
                step.message(),
                step.startedAt(),
                endedAt,
                endedAt == null ? null : Duration.between(step.startedAt(), endedAt).toMillis(),
                step.result(),
                AwaitedView.of(step),
                step.attempts().stream().map(AttemptView::of).toList());
    }

    static @Nullable String name(@Nullable Reason reason) {
        return reason == null ? null : reason.name();
    }
}
