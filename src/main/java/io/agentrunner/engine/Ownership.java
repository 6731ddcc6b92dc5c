package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What this node has, asked after one has asked for it; those who ask meanwhile share an answer.
 */
final class Ownership {

    private final RunQueue queue;
    private CompletableFuture<Set<RunId>> asked = CompletableFuture.completedFuture(Set.of());
    private @Nullable CompletableFuture<Set<RunId>> next;

    Ownership(RunQueue queue) {
        this.queue = queue;
    }

    /** As it is at some moment from now on. */
    synchronized CompletionStage<Set<RunId>> now() {
        if (next != null) {
            return next;
        }
        var mine = new CompletableFuture<Set<RunId>>();
        next = mine;
        var _ = asked.whenComplete((_, _) -> ask(mine));
        return mine;
    }

    /** Who asks from now on needs a later answer. */
    private void ask(CompletableFuture<Set<RunId>> mine) {
        synchronized (this) {
            next = null;
            asked = mine;
        }
        queue.owned()
                .whenComplete(
                        (owned, failure) -> {
                            if (failure == null) {
                                mine.complete(new HashSet<>(owned));
                            } else {
                                mine.completeExceptionally(failure);
                            }
                        });
    }
}
