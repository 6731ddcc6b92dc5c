package io.agentrunner.engine;

import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The real queue, whose answers to claims may get lost after they have come true. */
final class LossyQueue implements RunQueue {

    private final RunQueue queue;
    private volatile boolean losing;

    LossyQueue(RunQueue queue) {
        this.queue = queue;
    }

    /** Whether nobody hears from now on which runs were claimed. */
    void loseAnswers(boolean yes) {
        losing = yes;
    }

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        return maybeLost(queue.claimQueued(limit));
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        return maybeLost(queue.claimDue(horizon, limit));
    }

    private CompletionStage<List<RunId>> maybeLost(CompletionStage<List<RunId>> claimed) {
        return claimed.thenCompose(
                runs ->
                        losing
                                ? CompletableFuture.failedStage(
                                        new JournalUnavailable("the connection is lost"))
                                : CompletableFuture.completedStage(runs));
    }

    @Override
    public CompletionStage<Optional<Duration>> untilNextStart(Duration horizon) {
        return queue.untilNextStart(horizon);
    }

    @Override
    public CompletionStage<List<RunId>> overdue(Duration since, int limit) {
        return queue.overdue(since, limit);
    }

    @Override
    public CompletionStage<List<RunId>> parentsOfEnded() {
        return queue.parentsOfEnded();
    }

    @Override
    public CompletionStage<List<RunId>> childrenLeftAlone() {
        return queue.childrenLeftAlone();
    }

    @Override
    public CompletionStage<List<RunId>> owned() {
        return queue.owned();
    }

    @Override
    public CompletionStage<List<RunId>> owned(Collection<RunId> among) {
        return queue.owned(among);
    }

    @Override
    public CompletionStage<Void> release(RunId run) {
        return queue.release(run);
    }
}
