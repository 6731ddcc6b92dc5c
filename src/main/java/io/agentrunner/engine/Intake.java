package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Takes on the runs that have become this node's; one that fails to come is tried again. */
final class Intake {

    private final MailboxEngine engine;
    private final RunQueue queue;
    private final Outage outage;
    private final Map<RunId, Function<Run, Optional<RunCommand>>> postponed =
            new ConcurrentHashMap<>();

    Intake(MailboxEngine engine, RunQueue queue, Outage outage) {
        this.engine = engine;
        this.queue = queue;
        this.outage = outage;
    }

    /** Takes on runs that have to come, whether or not there are places. */
    CompletionStage<Void> takeOn(List<RunId> runs, Function<Run, Optional<RunCommand>> first) {
        runs.forEach(_ -> engine.roster().reserveAnyway());
        return seat(runs, first);
    }

    /**
     * Takes on runs with a place reserved for each; tells them what to do first, if anything. What
     * fails is postponed.
     */
    CompletionStage<Void> seat(List<RunId> runs, Function<Run, Optional<RunCommand>> first) {
        var all =
                runs.stream()
                        .map(
                                run ->
                                        new Chore("run " + run, () -> seat(run, first))
                                                .begin(outage::mayHaveFailed)
                                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all);
    }

    private CompletionStage<Void> seat(RunId run, Function<Run, Optional<RunCommand>> first) {
        return engine.takeOn(run, first)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                postponed.put(run, first);
                            }
                        });
    }

    /** Says between parents and children what a dead node may not have come to say. */
    CompletionStage<Void> remindKin() {
        return new Chore("what parents and children have to hear", () -> engine.kin().remind(queue))
                .begin(outage::mayHaveFailed);
    }

    /** Tries again with those that are still this node's. */
    CompletionStage<Void> takeOnPostponed() {
        if (postponed.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return queue.owned().thenCompose(this::takeOnPostponed);
    }

    private CompletionStage<Void> takeOnPostponed(List<RunId> owned) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (var run : List.copyOf(postponed.keySet())) {
            var first = postponed.remove(run);
            if (first != null && owned.contains(run)) {
                done = done.thenCompose(_ -> takeOn(List.of(run), first));
            }
        }
        return done;
    }
}
