package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for somebody's decision, as clients see it.
 *
 * @param step the step's path
 * @param data JSON: what the decider should see
 * @param form JSON Schema that the decision's data must satisfy
 * @param requestedAt since when it is asked
 * @param until when it is over without a decision
 * @param onTimeout what no decision until then is: {@code fail} or {@code reject}
 * @param paused whether the run does not go on, even when it was decided
 */
public record ApprovalView(
        String runId,
        String workflow,
        String step,
        int iteration,
        String title,
        @Nullable String kind,
        @JsonRawValue @Nullable String data,
        @JsonRawValue @Nullable String form,
        Instant requestedAt,
        @Nullable Instant until,
        String onTimeout,
        boolean paused) {

    /** What that step of the run asks, if it does. */
    public static Optional<ApprovalView> of(Run run, StepRun step) {
        if (!step.asks() || !(step.awaited() instanceof Approval(var request, _))) {
            return Optional.empty();
        }
        return Optional.of(
                new ApprovalView(
                        run.id().toString(),
                        run.workflow(),
                        step.key().path(),
                        step.key().iteration(),
                        request.title(),
                        request.kind(),
                        request.data(),
                        request.form(),
                        step.attempt().startedAt(),
                        step.wakeAt(),
                        request.rejectsInTime() ? "reject" : "fail",
                        run.isPaused()));
    }
}
