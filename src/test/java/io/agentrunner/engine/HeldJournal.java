package io.agentrunner.engine;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The real journal, whose answers may be late, and which may be slow to look. */
final class HeldJournal implements Journal {

    private final Journal journal;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> showing = CompletableFuture.completedFuture(null);
    private final AtomicInteger seen = new AtomicInteger();
    private final Set<RunId> loaded = ConcurrentHashMap.newKeySet();
    private volatile boolean holding;

    HeldJournal(Journal journal) {
        this.journal = journal;
    }

    /** What is committed from now on is answered later. */
    void hold() {
        gate = new CompletableFuture<>();
        holding = true;
    }

    /** What is committed from now on is answered at once; what is held stays so. */
    void holdNoMore() {
        holding = false;
    }

    void release() {
        holding = false;
        gate.complete(null);
    }

    /** What is asked for from now on is looked up later. */
    void holdLoads() {
        reading = new CompletableFuture<>();
    }

    void releaseLoads() {
        reading.complete(null);
    }

    /** What is looked up from now on is shown later, and may be old news by then. */
    void holdFound() {
        seen.set(0);
        showing = new CompletableFuture<>();
    }

    /** How often something was looked up since it is held. */
    int found() {
        return seen.get();
    }

    void releaseFound() {
        showing.complete(null);
    }

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        var answer = journal.append(transition);
        var until = gate;
        return holding ? answer.thenCompose(it -> until.thenApply(_ -> it)) : answer;
    }

    @Override
    public CompletionStage<Optional<Run>> load(RunId id) {
        loaded.add(id);
        return reading.thenCompose(_ -> journal.load(id)).thenCompose(this::show);
    }

    private CompletionStage<Optional<Run>> show(Optional<Run> found) {
        var until = showing;
        seen.incrementAndGet();
        return until.thenApply(_ -> found);
    }

    /** Whether anybody asked for that run. */
    boolean hasLoaded(Run run) {
        return loaded.contains(run.id());
    }

    @Override
    public boolean isAvailable() {
        return journal.isAvailable();
    }
}
