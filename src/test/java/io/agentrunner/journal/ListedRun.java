package io.agentrunner.journal;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a filter looks at. */
record ListedRun(
        RunId id,
        String workflow,
        RunState state,
        @Nullable Reason reason,
        @Nullable String message,
        @Nullable RunId parent,
        List<String> tags,
        @Nullable String correlationId,
        Instant createdAt) {}
