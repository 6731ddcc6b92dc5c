package io.agentrunner.journal;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant: those for which everything given here holds.
 *
 * @param states any of these; all when empty
 * @param q begins the id, or is part of workflow, correlation id, a tag or message, in any case
 * @param createdAfter not at that moment
 * @param createdBefore not at that moment
 */
public record RunFilter(
        @Nullable String workflow,
        Set<RunState> states,
        @Nullable Reason reason,
        @Nullable String tag,
        @Nullable RunId parent,
        @Nullable String q,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore) {

    public static final RunFilter ALL =
            new RunFilter(null, Set.of(), null, null, null, null, null, null);

    public RunFilter {
        states = Set.copyOf(states);
    }
}
