package io.agentrunner.journal;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A transition on its way into the database, and the promise to say what became of it.
 *
 * @param events as they are stored
 * @param bytes their size
 * @param since nanoseconds of the JVM's clock
 */
record Pending(
        Transition transition,
        String events,
        int bytes,
        int epoch,
        long since,
        CompletableFuture<Appended> answer) {

    private static final long LONGEST_START = TimeUnit.SECONDS.toNanos(5);

    Pending(Transition transition, String events, int bytes, int epoch) {
        this(transition, events, bytes, epoch, System.nanoTime(), new CompletableFuture<>());
    }

    Run after() {
        return transition.after();
    }

    RunId run() {
        return transition.after().id();
    }

    boolean creates() {
        return transition.creates();
    }

    void answer(Appended appended) {
        answer.complete(appended);
    }

    /** A start whose client has waited long enough. */
    boolean isOverdue() {
        return creates() && System.nanoTime() - since > LONGEST_START;
    }

    void giveUp() {
        unavailable("the database does not answer");
    }

    /** Only for what is certainly not written. */
    void unavailable(String why) {
        answer.completeExceptionally(new JournalUnavailable(why));
    }
}
