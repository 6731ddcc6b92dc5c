package io.agentrunner.engine;

import io.agentrunner.engine.Engine.Totals;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Counts what this node made durable: nothing that was refused, nothing twice. */
final class CountedJournal implements Journal {

    private final Journal journal;
    private final LongAdder transitions = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final Map<RunState, LongAdder> ended = new EnumMap<>(RunState.class);

    CountedJournal(Journal journal) {
        this.journal = journal;
        for (var state : RunState.values()) {
            if (state.isTerminal()) {
                ended.put(state, new LongAdder());
            }
        }
    }

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        var answer = journal.append(transition);
        var _ = answer.thenAccept(it -> answered(transition, it));
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

    Totals totals() {
        var ends = new EnumMap<RunState, Long>(RunState.class);
        ended.forEach((state, count) -> ends.put(state, count.sum()));
        return new Totals(transitions.sum(), started.sum(), ends);
    }

    private void answered(Transition transition, Appended answer) {
        if (!(answer instanceof Appended.Won)) {
            return;
        }
        transitions.increment();
        for (var event : transition.events()) {
            if (event instanceof RunStarted) {
                started.increment();
            }
        }
        var end = ended.get(transition.after().state());
        if (end != null) {
            end.increment();
        }
    }
}
