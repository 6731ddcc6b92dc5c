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
 * @param dueAt when a waiting run must be looked at again: the earliest of its deadlines
 * @param key claims an idempotency key for the run it creates
 */
public record Transition(
        @Nullable Run before,
        Run after,
        List<RunEvent> events,
        @Nullable Instant dueAt,
        @Nullable IdempotencyKey key) {

    public Transition {
        events = List.copyOf(events);
        for (var event : events) {
            if (!event.at().equals(events.getFirst().at())) {
                throw new IllegalArgumentException("events of one transition have one time");
            }
        }
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

    /**
     * Whether lists and schedulers may see a difference; a boundary between two steps makes none.
     */
    public boolean changesListing() {
        return before == null
                || before.state() != RunState.RUNNING
                || after.state() != RunState.RUNNING;
    }
}
