package io.agentrunner.bench;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.BareCommits;
import io.agentrunner.journal.Entry;
import io.agentrunner.journal.EventCodec;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs whose transitions are known from the start, because another one went the same way: what is
 * left is what the journal does.
 */
final class AppendedRuns {

    private final List<Part> parts = new ArrayList<>();

    /** One transition, of the run after whose example it is made. */
    private record Part(@Nullable Run before, Run after, List<RunEvent> events) {}

    /** All like that one. */
    static AppendedRuns like(BareCommits.Run stored, List<Entry> entries) {
        var runs = new AppendedRuns();
        Run before = null;
        int from = 0;
        for (var row : stored.rows()) {
            var events =
                    entries.subList(from, row.last()).stream().map(AppendedRuns::event).toList();
            var after =
                    before == null
                            ? Run.fold(entries.getFirst().run(), events)
                            : before.evolve(from + 1, events);
            runs.parts.add(new Part(before, after, events));
            before = after;
            from = row.last();
        }
        return runs;
    }

    int transitions() {
        return parts.size();
    }

    int events() {
        return parts.stream().mapToInt(it -> it.events().size()).sum();
    }

    /** Appends a new run, from its creation to its end. */
    CompletionStage<Appended> append(Journal journal) {
        var random = ThreadLocalRandom.current();
        var id = RunId.at(Instant.now(), random.nextLong(), random.nextLong());
        CompletionStage<Appended> won = CompletableFuture.completedStage(new Appended.Won());
        for (var part : parts) {
            won = won.thenCompose(answer -> next(journal, id, part, answer));
        }
        return won;
    }

    private static CompletionStage<Appended> next(
            Journal journal, RunId id, Part part, Appended answer) {
        if (!(answer instanceof Appended.Won)) {
            return CompletableFuture.failedFuture(new IllegalStateException("" + answer));
        }
        var before = part.before() == null ? null : as(id, part.before());
        return journal.append(
                new Transition(before, as(id, part.after()), part.events(), null, null));
    }

    private static Run as(RunId id, Run run) {
        return new Run(
                id,
                run.created(),
                run.standing(),
                run.control(),
                run.signals(),
                run.route(),
                run.seq(),
                run.startedAt(),
                run.endedAt(),
                run.updatedAt(),
                run.steps());
    }

    private static RunEvent event(Entry entry) {
        return EventCodec.decode(entry.type(), entry.at(), entry.data());
    }
}
