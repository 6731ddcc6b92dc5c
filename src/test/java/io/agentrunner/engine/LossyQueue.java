package io.agentrunner.engine;

import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.journal.QueueAround;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The real queue, whose answers may get lost, those to claims after they have come true. */
final class LossyQueue extends QueueAround {

    private volatile boolean losing;

    LossyQueue(RunQueue queue) {
        super(queue);
    }

    /** Whether nobody hears from now on which runs were claimed, or who is owed a word. */
    void loseAnswers(boolean yes) {
        losing = yes;
    }

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        return maybeLost(super.claimQueued(limit));
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        return maybeLost(super.claimDue(horizon, limit));
    }

    @Override
    public CompletionStage<List<RunId>> parentsOfEnded() {
        return maybeLost(super.parentsOfEnded());
    }

    private CompletionStage<List<RunId>> maybeLost(CompletionStage<List<RunId>> claimed) {
        return claimed.thenCompose(
                runs ->
                        losing
                                ? CompletableFuture.failedStage(
                                        new JournalUnavailable("the connection is lost"))
                                : CompletableFuture.completedStage(runs));
    }
}
