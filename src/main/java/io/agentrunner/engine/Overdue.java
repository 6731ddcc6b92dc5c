package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says of runs whose wait is over, and which no node has room for, that they wait for capacity. */
final class Overdue {

    /** A node with room would have fetched them by then. */
    private static final Duration AFTER = Duration.ofSeconds(3);

    private static final int HUNDREDS = 200;

    private final MailboxEngine engine;
    private final RunQueue queue;

    Overdue(MailboxEngine engine, RunQueue queue) {
        this.engine = engine;
        this.queue = queue;
    }

    /** Each of them is told once. */
    CompletionStage<Void> say() {
        return queue.overdue(AFTER, HUNDREDS).thenCompose(this::say);
    }

    private CompletionStage<Void> say(List<RunId> runs) {
        return CompletableFuture.allOf(
                runs.stream()
                        .map(run -> engine.awaitCapacity(run).toCompletableFuture())
                        .toArray(CompletableFuture[]::new));
    }
}
