package io.agentrunner.engine;

import io.agentrunner.run.RunId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The runs that this node looks after, and how many more it takes. */
final class Roster {

    private final Map<RunId, ActiveRun> runs = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final int places;

    Roster(int places) {
        this.places = places;
    }

    /** Takes a place for a run to come. False when there is none. */
    boolean reserve() {
        int before = taken.getAndUpdate(now -> now < places ? now + 1 : now);
        return before < places;
    }

    /** Gives back a place that no run came to. */
    void cancelReservation() {
        taken.decrementAndGet();
    }

    /** A run comes to the place reserved for it. False when it is here by another way already. */
    boolean seat(ActiveRun run) {
        if (runs.putIfAbsent(run.id(), run) == null) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    /** A run comes whether or not there is a place. Empty when it is here already. */
    Optional<ActiveRun> bring(ActiveRun run) {
        if (runs.putIfAbsent(run.id(), run) != null) {
            return Optional.empty();
        }
        taken.incrementAndGet();
        return Optional.of(run);
    }

    /**
     * A run comes whether or not there is a place: it is needed for a moment, or it was here
     * before.
     */
    ActiveRun squeezeIn(RunId id, Supplier<ActiveRun> run) {
        return runs.computeIfAbsent(
                id,
                _ -> {
                    taken.incrementAndGet();
                    return run.get();
                });
    }

    /** The run has left. */
    void free(ActiveRun run) {
        if (runs.remove(run.id(), run)) {
            taken.decrementAndGet();
        }
    }

    Optional<ActiveRun> find(RunId id) {
        return Optional.ofNullable(runs.get(id));
    }

    Collection<ActiveRun> all() {
        return List.copyOf(runs.values());
    }

    int taken() {
        return taken.get();
    }

    int free() {
        return Math.max(0, places - taken.get());
    }

    int places() {
        return places;
    }
}
