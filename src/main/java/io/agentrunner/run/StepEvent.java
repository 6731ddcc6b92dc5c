package io.agentrunner.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to one step of a run. */
public sealed interface StepEvent extends RunEvent {
    StepKey step();

    int attempt();

    /**
     * An attempt is under way.
     *
     * @param node the node that executes it
     * @param code hash of the program's code that it executes; null where the step is none of it
     */
    record StepStarted(
            StepKey step, String type, int attempt, String node, @Nullable String code, Instant at)
            implements StepEvent {

        /** Executes no code of the program's users. */
        public StepStarted(StepKey step, String type, int attempt, String node, Instant at) {
            this(step, type, attempt, node, null, at);
        }
    }

    record StepCompleted(StepKey step, int attempt, String result, Instant at)
            implements StepEvent {}

    /** The last attempt failed: final for this iteration. */
    record StepFailed(StepKey step, int attempt, Reason reason, Failure failure, Instant at)
            implements StepEvent {}

    /**
     * An attempt failed and is followed by another.
     *
     * @param next when; null when a person has to ask for it
     */
    record StepRetryScheduled(
            StepKey step, int attempt, Failure failure, @Nullable Instant next, Instant at)
            implements StepEvent {}

    /** Names the limit that was reached; the outcome follows in the same transition. */
    record StepTimedOut(StepKey step, int attempt, Reason reason, Instant at)
            implements StepEvent {}

    /**
     * The attempt waits for something outside, and holds nothing while it does.
     *
     * @param signal the name of the signal that it waits for
     * @param items for the steps inside a {@code forEach}, one JSON text each; null when it doesn't
     *     wait for steps inside, empty when those have names
     */
    record StepWaiting(
            StepKey step,
            int attempt,
            Reason reason,
            String message,
            @Nullable Instant until,
            @Nullable String signal,
            @Nullable List<String> items,
            Instant at)
            implements StepEvent {

        /** Waits for nothing that has a name. */
        public StepWaiting(
                StepKey step,
                int attempt,
                Reason reason,
                String message,
                @Nullable Instant until,
                Instant at) {
            this(step, attempt, reason, message, until, null, null, at);
        }
    }

    /**
     * What the attempt waited for has come. One that waited for a signal takes the oldest of that
     * name.
     */
    record StepResumed(StepKey step, int attempt, Instant at) implements StepEvent {}

    record StepCanceled(StepKey step, int attempt, Reason reason, String message, Instant at)
            implements StepEvent {}

    /** The attempt did something that no later attempt of this iteration does again. */
    record SideEffectRecorded(StepKey step, int attempt, Effect effect, Instant at)
            implements StepEvent {}

    /** The attempt left something behind that can be looked at and downloaded. */
    record ArtifactCreated(StepKey step, int attempt, Artifact artifact, Instant at)
            implements StepEvent {}
}
