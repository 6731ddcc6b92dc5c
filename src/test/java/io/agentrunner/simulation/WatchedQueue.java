package io.agentrunner.simulation;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Shows the invariants how many runs a node asks for. */
record WatchedQueue(RunQueue queue, SimulatedNode node, Invariants invariants) implements RunQueue {

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        invariants.wantsRuns(node, limit);
        return queue.claimQueued(limit);
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        invariants.wantsRuns(node, limit);
        return queue.claimDue(horizon, limit);
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
