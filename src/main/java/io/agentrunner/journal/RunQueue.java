package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Which runs wait for a node. Due times are compared in the database's time. */
public interface RunQueue {

    /** Takes queued runs whose time has come, priority first, then age, for this node. */
    CompletionStage<List<RunId>> claimQueued(int limit);

    /** How long it is until the next queued run's time comes, if that is within {@code horizon}. */
    CompletionStage<Optional<Duration>> untilNextStart(Duration horizon);

    /**
     * Takes waiting runs that nobody has and that are due within {@code horizon}, soonest first.
     */
    CompletionStage<List<RunId>> claimDue(Duration horizon, int limit);

    /**
     * Waiting runs that nobody has, that were due {@code since} or longer ago and are not yet said
     * to wait for capacity; soonest first.
     */
    CompletionStage<List<RunId>> overdue(Duration since, int limit);

    /** Runs that have not ended and some of whose children have: they may not have heard of it. */
    CompletionStage<List<RunId>> parentsOfEnded();

    /** Runs that have not ended and whose parent has. */
    CompletionStage<List<RunId>> childrenLeftAlone();

    /** What this node has and that has not ended. */
    CompletionStage<List<RunId>> owned();

    /** Those of them that this node has and that have not ended. */
    CompletionStage<List<RunId>> owned(Collection<RunId> among);

    /** Gives a claimed run back that this node can't look after. */
    CompletionStage<Void> release(RunId run);
}
