package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.run.Decision;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Something about a run that this node doesn't have: it is put on record, and what follows from it
 * is the business of the node that has it, or comes to have it.
 *
 * @param whenLost what to do when something else happened to the run first: maybe no node has it
 *     now
 */
record Note(
        Journal journal,
        Published published,
        Function<Run, Decision> rule,
        Function<RunId, CompletionStage<Told>> whenLost) {

    CompletionStage<Told> about(Run run) {
        return switch (rule.apply(run)) {
            case Rejected rejected ->
                    CompletableFuture.completedStage(new Told.Refused(run, rejected));
            case Accepted(var events) when events.isEmpty() ->
                    CompletableFuture.completedStage(new Told.Done(run));
            case Accepted(var events) -> record(run, events);
        };
    }

    private CompletionStage<Told> record(Run run, List<RunEvent> events) {
        var after = run.evolve(run.seq() + 1, events);
        return journal.append(
                        new Move(run, after, events, Instant.MIN).transition(published.workflow()))
                .thenCompose(answer -> answered(after, answer));
    }

    private CompletionStage<Told> answered(Run after, Appended answer) {
        return switch (answer) {
            case Appended.Won _ -> CompletableFuture.completedStage(new Told.Done(after));
            case Appended.Lost _ -> whenLost.apply(after.id());
            case Appended.Unwritable(var detail) ->
                    CompletableFuture.failedStage(new IllegalArgumentException(detail));
            case Appended.Fenced _, Appended.KeyTaken _ ->
                    CompletableFuture.failedStage(
                            new JournalUnavailable("this node lost its place, another will do"));
        };
    }
}
