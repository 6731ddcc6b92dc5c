package io.agentrunner.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step waits for, or waited for, and what has come of it. */
public sealed interface Awaited {

    /**
     * Somebody's decision.
     *
     * @param verdict once it was decided
     */
    record Approval(ApprovalRequest request, @Nullable Verdict verdict) implements Awaited {}

    /**
     * A signal of that name.
     *
     * @param data JSON text, once the step has taken a signal
     */
    record Signal(String name, @Nullable String data) implements Awaited {}

    /**
     * The end of another run.
     *
     * @param end once the child has ended
     */
    record Child(RunId id, String workflow, @Nullable ChildEnd end) implements Awaited {}

    /**
     * How another run ended.
     *
     * @param result JSON text of a COMPLETED one
     * @param message why it did not complete
     */
    record ChildEnd(RunState state, @Nullable String result, @Nullable String message) {}

    /**
     * The steps inside.
     *
     * @param items one JSON text for each step of a {@code forEach}; empty for named steps
     * @param begun how many have begun
     * @param open how many of those have not ended
     * @param failed the first that failed
     * @param limit of the step around them, once that is reached
     */
    record Branches(
            List<String> items,
            int begun,
            int open,
            @Nullable StepKey failed,
            @Nullable Reason limit)
            implements Awaited {
        public Branches {
            items = List.copyOf(items);
        }

        Branches began() {
            return new Branches(items, begun + 1, open + 1, failed, limit);
        }

        Branches ended(StepRun branch) {
            boolean first = failed == null && branch.state() == StepState.FAILED;
            return new Branches(items, begun, open - 1, first ? branch.key() : failed, limit);
        }

        Branches outOfTime(Reason reached) {
            return new Branches(items, begun, open, failed, reached);
        }
    }
}
