package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Here;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunDecider;
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
        String node,
        Definitions definitions,
        Roster roster,
        BiFunction<Published, Run, ActiveRun> activate) {

    /** The run as it is here, or as its journal tells it. */
    CompletionStage<Optional<Run>> find(RunId id) {
        var here = roster.find(id);
        return here.isPresent()
                ? CompletableFuture.completedStage(Optional.of(here.get().run()))
                : journal.load(id);
    }

    /** Empty for an unknown id. */
    CompletionStage<Optional<Told>> tell(RunId id, Fact fact) {
        return roster.settled(id).thenCompose(_ -> tellNow(id, fact));
    }

    private CompletionStage<Optional<Told>> tellNow(RunId id, Fact fact) {
        var here = roster.find(id);
        var told =
                here.isPresent()
                        ? here.get().tell(fact).thenApply(Optional::of)
                        : journal.load(id).thenCompose(found -> tellElsewhere(found, fact));
        return told.exceptionallyCompose(failure -> againIfLeft(failure, id, fact));
    }

    private CompletionStage<Optional<Told>> tellElsewhere(Optional<Run> found, Fact fact) {
        return found.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : definitions
                        .of(found.get())
                        .thenCompose(published -> tellElsewhere(published, found.get(), fact))
                        .thenApply(Optional::of);
    }

    /**
     * What waits is looked after here from then on; for what another node works on a fact is left.
     */
    private CompletionStage<Told> tellElsewhere(Published published, Run run, Fact fact) {
        return switch (run.state()) {
            case QUEUED, WAITING ->
                    roster.squeezeIn(run.id(), () -> activate.apply(published, run).asGuest())
                            .tell(fact);
            case RUNNING, COMPLETED, FAILED, CANCELED -> leaveFact(published, run, fact);
        };
    }

    private CompletionStage<Told> leaveFact(Published published, Run run, Fact fact) {
        var workflow = published.workflow();
        return leave(
                run,
                new Note(
                        journal,
                        published,
                        now -> RunDecider.record(workflow, now, fact, here()),
                        id -> tell(id, fact).thenApply(Optional::orElseThrow)));
    }

    /** The run may have come here while that was written down. */
    private CompletionStage<Told> leave(Run run, Note note) {
        return note.about(run)
                .whenComplete(
                        (told, _) -> {
                            if (told instanceof Told.Done(var after)) {
                                look(after.id(), after.seq());
                            }
                        });
    }

    private Here here() {
        return new Here(node, time.now());
    }

    /** Somebody appended to that run: it sees what, if it is here or on its way. */
    void look(RunId run, long seq) {
        roster.settled(run).thenRun(() -> roster.find(run).ifPresent(active -> active.look(seq)));
    }

    /** Says of a run that no node has that it waits for one with room. */
    CompletionStage<Told> awaitCapacity(RunId id) {
        return journal.load(id)
                .thenCompose(
                        found ->
                                definitions
                                        .of(found.orElseThrow())
                                        .thenCompose(it -> awaitCapacity(it, found.get())));
    }

    private CompletionStage<Told> awaitCapacity(Published published, Run run) {
        var workflow = published.workflow();
        return leave(
                run,
                new Note(
                        journal,
                        published,
                        now -> RunDecider.decide(workflow, now, new AwaitCapacity(), here()),
                        this::awaitCapacity));
    }

    private CompletionStage<Optional<Told>> againIfLeft(Throwable failure, RunId id, Fact fact) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof Letter.Left
                ? tell(id, fact)
                : CompletableFuture.failedStage(failure);
    }
}
