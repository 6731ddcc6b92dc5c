package io.agentrunner.steps;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells the hooks of each transition that this node has made durable, and of no other. They are
 * told before the engine goes on, so that calls about one run come in order.
 */
final class HookedJournal implements Journal {

    private final Journal journal;
    private final HookCalls calls;

    HookedJournal(Journal journal, HookCalls calls) {
        this.journal = journal;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        var told = new CompletableFuture<Appended>();
        var _ =
                journal.append(transition)
                        .whenComplete(
                                (answer, failure) -> {
                                    if (failure != null) {
                                        told.completeExceptionally(failure);
                                        return;
                                    }
                                    try {
                                        if (answer instanceof Appended.Won) {
                                            calls.tell(transition);
                                        }
                                    } finally {
                                        told.complete(answer);
                                    }
                                });
        return told;
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
