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
     * @param parent the step of another run that this one was started by
     * @param forkedFrom the run whose finished steps this one has
     * @param reason why somebody wanted that, in their words
     * @param slot what it shares with other runs of which only some may be under way at a time
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
            @Nullable Parent parent,
            @Nullable RunId forkedFrom,
            @Nullable String reason,
            @Nullable Slot slot,
            @Nullable Instant startAt,
            @Nullable Duration timeout,
            Instant at)
            implements Lifecycle {
        public RunCreated {
            tags = List.copyOf(tags);
        }

        /** One that begins with nothing. */
        public RunCreated(
                String workflow,
                String version,
                String inputs,
                List<String> tags,
                String metadata,
                int priority,
                @Nullable String correlationId,
                @Nullable Parent parent,
                @Nullable Instant startAt,
                @Nullable Duration timeout,
                Instant at) {
            this(
                    workflow,
                    version,
                    inputs,
                    tags,
                    metadata,
                    priority,
                    correlationId,
                    parent,
                    null,
                    null,
                    null,
                    startAt,
                    timeout,
                    at);
        }
    }

    /**
     * Of all runs with that key so many may be under way at a time.
     *
     * @param key begins with the workflow's name
     */
    record Slot(String key, int max) {}

    /** A step of another run, which waits for the end of this one. */
    record Parent(RunId run, StepKey step, int attempt) {}

    /**
     * The run begins with what another has finished.
     *
     * @param seq up to which event of the other
     * @param next the step with which it goes on; null for the one after the last of those
     */
    record RunForked(RunId from, long seq, List<Reused> steps, @Nullable String next, Instant at)
            implements Lifecycle {
        public RunForked {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A finished step of another run.
     *
     * @param result JSON text
     */
    record Reused(
            StepKey step,
            String type,
            String result,
            String node,
            Instant startedAt,
            Instant endedAt) {}

    /** A node began to work on the run. */
    record RunStarted(String node, Instant at) implements Lifecycle {}

    /** None of the run's steps runs and at least one waits. */
    record RunWaiting(Reason reason, String message, @Nullable Instant until, Instant at)
            implements Lifecycle {}

    /** Nothing new starts from now on; what runs may finish. */
    record RunPaused(@Nullable String reason, Instant at) implements Lifecycle {}

    /** Of a paused run one thing may start; then it is as paused as before. */
    record RunStepRequested(Instant at) implements Lifecycle {}

    /** The wait, or the pause, is over. */
    record RunResumed(String node, Instant at) implements Lifecycle {}

    record RunCompleted(String result, Instant at) implements Lifecycle {}

    record RunFailed(Reason reason, String message, Instant at) implements Lifecycle {}

    /**
     * Somebody wants the run to end. What runs is told to stop; nothing new starts.
     *
     * @param cause CANCEL_REQUESTED, or PARENT_CANCELED when the run that started it has ended
     */
    record RunCancelRequested(Reason cause, @Nullable String reason, Instant at)
            implements Lifecycle {

        /** By a client. */
        public RunCancelRequested(@Nullable String reason, Instant at) {
            this(Reason.CANCEL_REQUESTED, reason, at);
        }
    }

    record RunCanceled(Reason reason, String message, Instant at) implements Lifecycle {}

    /** The run took longer than it may; that it failed follows in the same transition. */
    record RunTimedOut(Duration limit, Instant at) implements Lifecycle {}

    /** The node that worked on the run is gone, and with it the attempts that were under way. */
    record RunRecovered(String node, String from, Instant at) implements Lifecycle {}
}
