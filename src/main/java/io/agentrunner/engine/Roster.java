package io.agentrunner.engine;

import io.agentrunner.run.RunId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The runs that this node looks after, and how many more it takes. */
final class Roster {

    private final Map<RunId, ActiveRun> runs = new ConcurrentHashMap<>();
    private final Map<RunId, CompletableFuture<Void>> coming = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final int places;
    private volatile boolean line;

    Roster(int places) {
        this.places = places;
    }

    /** Whether queued runs stand in line for a place, as far as is known here. */
    boolean hasLine() {
        return line;
    }

    void hasLine(boolean yes) {
        line = yes;
    }

    /**
     * Takes a place for a run that has just been made. False when there is none, or when others
     * stand in line for it.
     */
    boolean reserve() {
        return !line && reserve(1) == 1;
    }

    /** Takes up to so many places for runs to come, as many as there are. */
    int reserve(int wanted) {
        int before = taken.getAndUpdate(now -> now + granted(now, wanted));
        return granted(before, wanted);
    }

    private int granted(int now, int wanted) {
        return Math.clamp(places - now, 0, wanted);
    }

    /** Takes a place for a run that has to come, whether or not there is one. */
    void reserveAnyway() {
        taken.incrementAndGet();
    }

    /** Gives back places that no run came to. */
    void cancelReservations(int unused) {
        taken.addAndGet(-unused);
    }

    /**
     * That run is on its way here until the answer is run: what is said about it meanwhile has to
     * wait, see {@link #settled}.
     */
    Runnable expect(RunId id) {
        var mine = new CompletableFuture<Void>();
        var all = coming.merge(id, mine, (one, other) -> CompletableFuture.allOf(one, other));
        var _ = all.thenRun(() -> coming.remove(id, all));
        return () -> mine.complete(null);
    }

    /** Completes when that run is not on its way here, at once for nearly all. */
    CompletionStage<Void> settled(RunId id) {
        var way = coming.get(id);
        return way == null ? CompletableFuture.completedStage(null) : way;
    }

    /** A run comes to the place reserved for it. False when it is here by another way already. */
    boolean seat(ActiveRun run) {
        return runs.putIfAbsent(run.id(), run) == null;
    }

    /** A run comes whether or not there is a place: it is needed for a moment. */
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

    int places() {
        return places;
    }
}
