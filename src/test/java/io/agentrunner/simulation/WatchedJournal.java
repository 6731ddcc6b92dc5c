package io.agentrunner.simulation;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Shows the invariants what a node wants to write, and what it is told became of it. */
record WatchedJournal(Journal journal, SimulatedNode node, Invariants invariants)
        implements Journal {

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        invariants.isDecided(node, transition);
        var answer = journal.append(transition);
        var _ = answer.thenAccept(it -> invariants.isAnswered(transition, it));
        return answer;
    }

    @Override
    public CompletionStage<Optional<Run>> load(RunId id) {
        return journal.load(id);
    }

    @Override
    public boolean isAvailable() {
        return journal.isAvailable();
    }
}
