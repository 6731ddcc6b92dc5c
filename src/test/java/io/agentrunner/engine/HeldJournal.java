package io.agentrunner.engine;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The real journal, whose answers may be late. */
final class HeldJournal implements Journal {

    private final Journal journal;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    HeldJournal(Journal journal) {
        this.journal = journal;
    }

    /** What is committed from now on is answered later. */
    void hold() {
        gate = new CompletableFuture<>();
    }

    void release() {
        gate.complete(null);
    }

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        var until = gate;
        return journal.append(transition).thenCompose(answer -> until.thenApply(_ -> answer));
    }

    @Override
    public CompletionStage<Optional<Run>> load(RunId id) {
        return journal.load(id);
    }

    @Override
    public boolean isAvailable() {
        return journal.isAvailable();
    }
}
