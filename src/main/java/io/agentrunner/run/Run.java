package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCreated;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one run, folded.
 *
 * @param created how it began: its workflow, inputs, tags and the rest that never changes
 * @param reason why it waits or ended without success
 * @param wakeAt when its wait is over, where that is known
 * @param result JSON text, once it is COMPLETED
 * @param cancel the wish to end it, from then on
 * @param seq number of the last event folded in
 */
public record Run(
        RunId id,
        RunCreated created,
        RunState state,
        @Nullable Reason reason,
        @Nullable String message,
        @Nullable Instant wakeAt,
        @Nullable String result,
        @Nullable RunCancelRequested cancel,
        long seq,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        Steps steps) {

    /** A run after its first event. */
    public static Run created(RunId id, RunCreated event) {
        var startAt = event.startAt();
        boolean later = startAt != null && startAt.isAfter(event.at());
        return new Run(
                id,
                event,
                RunState.QUEUED,
                later ? Reason.START_AT : null,
                later ? "starts at " + startAt : null,
                later ? startAt : null,
                null,
                null,
                1,
                null,
                null,
                event.at(),
                Steps.NONE);
    }

    /**
     * The run that those events tell of, from event 1 on.
     *
     * @throws IllegalTransition when they are no history of a run
     */
    public static Run fold(RunId id, List<RunEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof RunCreated first)) {
            throw new IllegalArgumentException("a history begins with run.created: " + id);
        }
        return created(id, first).evolve(2, events.subList(1, events.size()));
    }

    /** The run after those events, the first of which has that seq. */
    public Run evolve(long first, List<RunEvent> events) {
        var run = this;
        for (int i = 0; i < events.size(); i++) {
            run = run.evolve(first + i, events.get(i));
        }
        return run;
    }

    /**
     * The run after one more event. A seq already seen changes nothing.
     *
     * @throws IllegalTransition for a gap, for anything after the end, for anything the state does
     *     not allow
     */
    public Run evolve(long seq, RunEvent event) {
        if (seq <= this.seq) {
            return this;
        }
        if (seq != this.seq + 1) {
            throw new IllegalTransition(this, seq, event, "events are numbered without gaps");
        }
        if (state.isTerminal()) {
            throw new IllegalTransition(this, seq, event, "the run has ended");
        }
        return switch (event) {
            case Lifecycle lifecycle -> LifecycleFold.evolve(this, seq, lifecycle);
            case StepEvent step -> StepFold.evolve(this, seq, step);
        };
    }

    public String workflow() {
        return created.workflow();
    }

    public String version() {
        return created.version();
    }

    public boolean isCancelRequested() {
        return cancel != null;
    }

    Run with(long newSeq, Instant at, Steps newSteps) {
        return new Run(
                id, created, state, reason, message, wakeAt, result, cancel, newSeq, startedAt,
                endedAt, at, newSteps);
    }
}
