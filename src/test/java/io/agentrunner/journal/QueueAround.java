package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A queue that does what another does, but for what is claimed. */
public abstract class QueueAround implements RunQueue {

    private final RunQueue queue;

    protected QueueAround(RunQueue queue) {
        this.queue = queue;
    }

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        return queue.claimQueued(limit);
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        return queue.claimDue(horizon, limit);
    }

    @Override
    public final CompletionStage<Optional<Duration>> untilNextStart(Duration horizon) {
        return queue.untilNextStart(horizon);
    }

    @Override
    public final CompletionStage<List<RunId>> overdue(Duration since, int limit) {
        return queue.overdue(since, limit);
    }

    @Override
    public CompletionStage<List<RunId>> parentsOfEnded() {
        return queue.parentsOfEnded();
    }

    @Override
    public final CompletionStage<List<RunId>> childrenLeftAlone() {
        return queue.childrenLeftAlone();
    }

    @Override
    public final CompletionStage<List<RunId>> owned() {
        return queue.owned();
    }

    @Override
    public final CompletionStage<List<RunId>> owned(Collection<RunId> among) {
        return queue.owned(among);
    }

    @Override
    public final CompletionStage<Void> release(RunId run) {
        return queue.release(run);
    }
}
