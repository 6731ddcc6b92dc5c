package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Brings a command to its run, wherever that is: here, on its way here, with another node, or with
 * none.
 */
record Delivery(
        Journal journal,
        World.Time time,
        Definitions definitions,
        Roster roster,
        BiFunction<Published, Run, ActiveRun> activate) {

    /** Empty for an unknown id. */
    CompletionStage<Optional<Told>> tell(RunId id, RunCommand command) {
        return roster.settled(id).thenCompose(_ -> tellNow(id, command));
    }

    private CompletionStage<Optional<Told>> tellNow(RunId id, RunCommand command) {
        var here = roster.find(id);
        var told =
                here.isPresent()
                        ? here.get().tell(command).thenApply(Optional::of)
                        : journal.load(id).thenCompose(found -> tellElsewhere(found, command));
        return told.exceptionallyCompose(failure -> againIfLeft(failure, id, command));
    }

    private CompletionStage<Optional<Told>> tellElsewhere(Optional<Run> found, RunCommand command) {
        return found.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : definitions
                        .of(found.get())
                        .thenCompose(published -> tellElsewhere(published, found.get(), command))
                        .thenApply(Optional::of);
    }

    /**
     * What waits is looked after here from then on; for what another node works on a fact is left.
     */
    private CompletionStage<Told> tellElsewhere(Published published, Run run, RunCommand command) {
        return switch (run.state()) {
            case QUEUED, WAITING ->
                    roster.squeezeIn(run.id(), () -> activate.apply(published, run).asGuest())
                            .tell(command);
            case RUNNING, COMPLETED, FAILED, CANCELED -> leaveFact(published, run, command);
        };
    }

    /** The run may have come here while that was written down. */
    private CompletionStage<Told> leaveFact(Published published, Run run, RunCommand command) {
        return new Fact(journal, time, published, command)
                .about(run)
                .whenComplete(
                        (told, _) -> {
                            if (told instanceof Told.Done(var after)) {
                                look(after.id(), after.seq());
                            }
                        });
    }

    /** Somebody appended to that run: it sees what, if it is here or on its way. */
    void look(RunId run, long seq) {
        roster.settled(run).thenRun(() -> roster.find(run).ifPresent(active -> active.look(seq)));
    }

    /** Puts something on record about a run that no node has. */
    CompletionStage<Void> note(RunId id, RunCommand command) {
        return journal.load(id)
                .thenCompose(
                        found ->
                                definitions
                                        .of(found.orElseThrow())
                                        .thenCompose(
                                                published ->
                                                        leaveFact(published, found.get(), command)))
                .thenApply(_ -> null);
    }

    private CompletionStage<Optional<Told>> againIfLeft(
            Throwable failure, RunId id, RunCommand command) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof Letter.Left
                ? tell(id, command)
                : CompletableFuture.failedStage(failure);
    }
}
