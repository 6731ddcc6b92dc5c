package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Rings when the next queued run is to start, so that it need not wait for a look at the queue. */
final class NextStart {

    static final Duration AHEAD = Duration.ofMillis(1500);

    private final RunQueue queue;
    private final World.Time time;
    private final Runnable bell;
    private World.Timer timer = () -> {};

    NextStart(RunQueue queue, World.Time time, Runnable bell) {
        this.queue = queue;
        this.time = time;
        this.bell = bell;
    }

    /** Looks which start comes next; one timer is enough for all of them. */
    CompletionStage<Void> look() {
        return queue.untilNextStart(AHEAD).thenAccept(next -> next.ifPresent(this::set));
    }

    private synchronized void set(Duration delay) {
        timer.cancel();
        timer = time.after(delay, bell);
    }
}
