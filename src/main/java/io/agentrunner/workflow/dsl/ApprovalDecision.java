package io.agentrunner.workflow.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided.
 *
 * @param decision {@code approve}; a rejection fails the step instead, see {@link Rejected}
 * @param data what the form asked for
 * @param by who it was, as they said
 */
public record ApprovalDecision<D>(
        String decision,
        @Nullable D data,
        @Nullable String comment,
        @Nullable String by,
        Instant at) {}
