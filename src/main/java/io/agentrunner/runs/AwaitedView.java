package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a step waits for or last waited for, and what has come of it, as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface AwaitedView {

    /**
     * Somebody's decision.
     *
     * @param data JSON: what the decider should see
     * @param form JSON Schema of the decision's data
     * @param until when it is over without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Approval(
            String what,
            String title,
            @Nullable String kind,
            @JsonRawValue @Nullable String data,
            @JsonRawValue @Nullable String form,
            @Nullable Instant until,
            @Nullable Decided decided)
            implements AwaitedView {}

    /** A decision that was made. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Decided(
            String decision,
            @JsonRawValue @Nullable String data,
            @Nullable String comment,
            @Nullable String by,
            Instant at) {}

    /**
     * A signal.
     *
     * @param data JSON, once it has come
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Signal(
            String what, String name, @JsonRawValue @Nullable String data, @Nullable Instant until)
            implements AwaitedView {}

    /**
     * Another run.
     *
     * @param state how that ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Child(String what, String runId, String workflow, @Nullable String state)
            implements AwaitedView {}

    /**
     * The steps inside.
     *
     * @param items of the list; none for named steps
     * @param begun how many of the steps have begun
     * @param open how many of those have not ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Branches(String what, @Nullable Integer items, int begun, int open)
            implements AwaitedView {}

    static @Nullable AwaitedView of(StepRun step) {
        return switch (step.awaited()) {
            case null -> null;
            case Awaited.Approval(var request, var verdict) ->
                    new Approval(
                            "APPROVAL",
                            request.title(),
                            request.kind(),
                            request.data(),
                            request.form(),
                            step.wakeAt(),
                            verdict == null ? null : decided(verdict));
            case Awaited.Signal(var name, var data) ->
                    new Signal("SIGNAL", name, data, step.wakeAt());
            case Awaited.Child(var id, var workflow, var end) ->
                    new Child(
                            "CHILD",
                            id.toString(),
                            workflow,
                            end == null ? null : end.state().name());
            case Awaited.Branches(var items, var begun, var open, _, _) ->
                    new Branches("STEPS", items.isEmpty() ? null : items.size(), begun, open);
        };
    }

    private static Decided decided(Verdict verdict) {
        return new Decided(
                verdict.approved() ? "approve" : "reject",
                verdict.data(),
                verdict.comment(),
                verdict.by(),
                verdict.at());
    }
}
