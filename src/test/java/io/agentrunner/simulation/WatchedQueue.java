package io.agentrunner.simulation;

import io.agentrunner.journal.QueueAround;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Shows the invariants how many runs a node asks for. */
final class WatchedQueue extends QueueAround {

    private final SimulatedNode node;
    private final Invariants invariants;

    WatchedQueue(RunQueue queue, SimulatedNode node, Invariants invariants) {
        super(queue);
        this.node = node;
        this.invariants = invariants;
    }

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        invariants.wantsRuns(node, limit);
        return super.claimQueued(limit);
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        invariants.wantsRuns(node, limit);
        return super.claimDue(horizon, limit);
    }
}
