package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Brings runs here that the database says are this node's. */
record Arrivals(
        Journal journal,
        Definitions definitions,
        Roster roster,
        BiFunction<Published, Run, ActiveRun> activate) {

    /**
     * Takes on a run that the database says is this node's, and tells it what to do first, if
     * anything. The place reserved for it is given back when it doesn't come.
     */
    CompletionStage<Void> takeOn(RunId id, Function<Run, Optional<RunCommand>> first) {
        if (roster.find(id).isPresent()) {
            roster.cancelReservations(1);
            return CompletableFuture.completedStage(null);
        }
        var came = roster.expect(id);
        return journal.load(id)
                .thenCompose(found -> arrive(found.orElseThrow(), first))
                .whenComplete(
                        (arrived, failure) -> {
                            if (failure != null || arrived.isEmpty()) {
                                roster.cancelReservations(1);
                            }
                            came.run();
                        })
                .thenCompose(
                        arrived ->
                                arrived.isEmpty()
                                        ? CompletableFuture.completedStage(null)
                                        : arrived.get().<Void>thenApply(_ -> null));
    }

    /** The answer to what it was told; empty for one with nothing to do, or here by another way. */
    private CompletionStage<Optional<CompletableFuture<Told>>> arrive(
            Run run, Function<Run, Optional<RunCommand>> first) {
        var command = first.apply(run);
        return command.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : definitions
                        .of(run)
                        .thenApply(published -> activate.apply(published, run))
                        .thenApply(
                                active ->
                                        roster.seat(active)
                                                ? Optional.of(active.ask(command.get()))
                                                : Optional.empty());
    }
}
