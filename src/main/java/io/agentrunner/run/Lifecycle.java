package io.agentrunner.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a run as a whole. */
public sealed interface Lifecycle extends RunEvent {

    /**
     * Always event 1, and only there.
     *
     * @param version the workflow's version this run is pinned to
     * @param inputs JSON text
     * @param metadata JSON object as text
     * @param timeout how long the run may take from its start, where it differs from the workflow's
     * @param startAt not to be started before
     */
    record RunCreated(
            String workflow,
            String version,
            String inputs,
            List<String> tags,
            String metadata,
            int priority,
            @Nullable String correlationId,
            @Nullable RunId parent,
            @Nullable Instant startAt,
            @Nullable Duration timeout,
            Instant at)
            implements Lifecycle {
        public RunCreated {
            tags = List.copyOf(tags);
        }
    }

    /** A node began to work on the run. */
    record RunStarted(String node, Instant at) implements Lifecycle {}

    /** None of the run's steps runs and at least one waits. */
    record RunWaiting(Reason reason, String message, @Nullable Instant until, Instant at)
            implements Lifecycle {}

    /** The wait is over. */
    record RunResumed(String node, Instant at) implements Lifecycle {}

    record RunCompleted(String result, Instant at) implements Lifecycle {}

    record RunFailed(Reason reason, String message, Instant at) implements Lifecycle {}

    /** Somebody wants the run to end. What runs is told to stop; nothing new starts. */
    record RunCancelRequested(@Nullable String reason, Instant at) implements Lifecycle {}

    record RunCanceled(Reason reason, String message, Instant at) implements Lifecycle {}

    /** The run took longer than it may; that it failed follows in the same transition. */
    record RunTimedOut(Duration limit, Instant at) implements Lifecycle {}

    /** The node that worked on the run is gone, and with it the attempts that were under way. */
    record RunRecovered(String node, String from, Instant at) implements Lifecycle {}
}
