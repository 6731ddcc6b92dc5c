package io.agentrunner.journal;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one run that become true together, at one time.
 *
 * @param before the run they were decided on, null when they create it
 * @param after the run with them folded in
 * @param events at least one
 * @param awaited how a run is waited for that waits from then on, null when nothing will be due
 * @param key claims an idempotency key for the run it creates
 */
public record Transition(
        @Nullable Run before,
        Run after,
        List<RunEvent> events,
        @Nullable Wait awaited,
        @Nullable IdempotencyKey key) {

    /**
     * A wait for its time to come.
     *
     * @param dueAt when the run must be looked at again: the earliest of its deadlines
     * @param stays whether the node that writes this keeps the run for so long
     */
    public record Wait(Instant dueAt, boolean stays) {}

    public Transition {
        events = List.copyOf(events);
        for (var event : events) {
            if (!event.at().equals(events.getFirst().at())) {
                throw new IllegalArgumentException("events of one transition have one time");
            }
        }
    }

    /** When a waiting run is due, null for one that is not, or is not known to be. */
    public @Nullable Instant dueAt() {
        return awaited != null && after.state() == RunState.WAITING ? awaited.dueAt() : null;
    }

    /** Whether the run is the writer's from then on. */
    public boolean isKept() {
        return after.state() == RunState.RUNNING
                || (after.state() == RunState.WAITING && awaited != null && awaited.stays());
    }

    /** Number of the first event. */
    public long first() {
        return after.seq() - events.size() + 1;
    }

    public boolean creates() {
        return before == null;
    }

    /** When it happened. */
    public Instant at() {
        return events.getFirst().at();
    }

    /** For how many decisions of people the run waits from then on. */
    public int asks() {
        return after.state().isTerminal() ? 0 : after.steps().asking();
    }

    /**
     * Whether lists and schedulers may see a difference; a boundary between two steps makes none.
     */
    public boolean changesListing() {
        return before == null
                || before.state() != RunState.RUNNING
                || after.state() != RunState.RUNNING
                || before.steps().asking() != after.steps().asking();
    }
}
