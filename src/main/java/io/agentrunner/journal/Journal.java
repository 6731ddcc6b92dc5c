package io.agentrunner.journal;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where runs are made durable. What is answered as {@link Appended.Won} survives any crash. */
public interface Journal {

    /**
     * Appends one transition, whole or not at all. While the database is away a transition of a run
     * that exists is held and goes on by itself; one that creates a run fails with {@link
     * JournalUnavailable}.
     */
    CompletionStage<Appended> append(Transition transition);

    /** The run as its journal tells it; empty for an unknown id. */
    CompletionStage<Optional<Run>> load(RunId id);

    /** Whether the database answers, as far as is known at this moment. */
    boolean isAvailable();
}
