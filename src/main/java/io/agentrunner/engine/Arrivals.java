package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Brings runs here that the database says are this node's. */
record Arrivals(
        Journal journal,
        Definitions definitions,
        Roster roster,
        BiFunction<Published, Run, ActiveRun> activate) {

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedStage(null);
    private static final CompletionStage<Void> AGAIN =
            CompletableFuture.failedStage(new Letter.Left());

    /**
     * Takes on a run that the database says is this node's, and tells it what to do first, if
     * anything. The place reserved for it is given back when it doesn't come.
     */
    CompletionStage<Void> takeOn(RunId id, FirstWord first) {
        var here = roster.find(id);
        if (here.isPresent()) {
            roster.cancelReservations(1);
            return goOn(here.get(), first);
        }
        var came = roster.expect(id);
        return journal.load(id)
                .thenCompose(found -> arrive(found.orElseThrow(), first))
                .whenComplete(
                        (arrival, failure) -> {
                            if (failure != null || !arrival.isSeated()) {
                                roster.cancelReservations(1);
                            }
                            came.run();
                        })
                .thenCompose(Arrival::answer);
    }

    /**
     * How a run has come.
     *
     * @param isSeated whether it took the place that was reserved for it
     * @param answer to what it was told first
     */
    private record Arrival(boolean isSeated, CompletionStage<Void> answer) {}

    private CompletionStage<Arrival> arrive(Run run, FirstWord first) {
        return first.to(run).thenCompose(command -> arrive(run, command, first));
    }

    private CompletionStage<Arrival> arrive(
            Run run, Optional<RunCommand> command, FirstWord first) {
        return command.isEmpty()
                ? CompletableFuture.completedStage(new Arrival(false, NOTHING))
                : definitions
                        .of(run)
                        .thenApply(published -> activate.apply(published, run))
                        .thenApply(active -> seat(active, command.get(), first));
    }

    private Arrival seat(ActiveRun active, RunCommand command, FirstWord first) {
        return roster.seat(active)
                ? new Arrival(true, tell(active, command))
                : new Arrival(
                        false,
                        roster.find(active.id()).map(here -> goOn(here, first)).orElse(AGAIN));
    }

    /**
     * What came here as a guest is this node's from now on, and does what it was fetched for; what
     * runs here does so already.
     */
    private CompletionStage<Void> goOn(ActiveRun here, FirstWord first) {
        return here.run().state() == RunState.RUNNING
                ? NOTHING
                : journal.load(here.id())
                        .thenCompose(found -> goOn(here, found.orElseThrow(), first));
    }

    private static CompletionStage<Void> goOn(ActiveRun here, Run now, FirstWord first) {
        here.look(now.seq());
        here.stay();
        return first.to(now).thenCompose(word -> word.map(it -> tell(here, it)).orElse(NOTHING));
    }

    private static CompletionStage<Void> tell(ActiveRun run, RunCommand command) {
        return run.ask(command).thenApply(_ -> null);
    }
}
