package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node has a run, looked up after one has asked; what is asked meanwhile is looked up
 * together.
 */
final class Ownership {

    private final RunQueue queue;
    private CompletableFuture<Set<RunId>> asked = CompletableFuture.completedFuture(Set.of());
    private @Nullable Question next;

    Ownership(RunQueue queue) {
        this.queue = queue;
    }

    /** About which runs; those of them that are this node's are the answer. */
    private record Question(Set<RunId> runs, CompletableFuture<Set<RunId>> answer) {
        CompletionStage<Boolean> has(RunId run) {
            runs.add(run);
            return answer.thenApply(owned -> owned.contains(run));
        }
    }

    /** As it is at some moment from now on. */
    synchronized CompletionStage<Boolean> has(RunId run) {
        if (next != null) {
            return next.has(run);
        }
        var mine = new Question(new HashSet<>(), new CompletableFuture<>());
        var answer = mine.has(run);
        next = mine;
        var _ = asked.whenComplete((_, _) -> ask(mine));
        return answer;
    }

    /** Who asks from now on needs a later answer. */
    private void ask(Question question) {
        List<RunId> runs;
        synchronized (this) {
            next = null;
            asked = question.answer();
            runs = List.copyOf(question.runs());
        }
        queue.owned(runs)
                .whenComplete(
                        (owned, failure) -> {
                            if (failure == null) {
                                question.answer().complete(new HashSet<>(owned));
                            } else {
                                question.answer().completeExceptionally(failure);
                            }
                        });
    }
}
