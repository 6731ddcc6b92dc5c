package io.agentrunner.journal;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Brings things from any thread to one event loop, many at a time when many come. */
final class Inbox<T> {

    /** So many are worth the way at once, whatever else their sender is about to bring. */
    static final int WORTH_A_CALL = 128;

    private final Queue<T> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger uncalled = new AtomicInteger();
    private final AtomicBoolean called = new AtomicBoolean();
    private final Context context;
    private final Gathering gathering;
    private final Consumer<T> reader;
    private final Runnable afterwards;

    /**
     * Opens it.
     *
     * @param gathering says when the first of several calls for all of them
     * @param reader gets each thing
     * @param afterwards runs when there is nothing more for the moment
     */
    Inbox(Context context, Gathering gathering, Consumer<T> reader, Runnable afterwards) {
        this.context = context;
        this.gathering = gathering;
        this.reader = reader;
        this.afterwards = afterwards;
    }

    /** Whoever has nothing else to bring calls at once, for all that has arrived. */
    void put(T thing) {
        arrived.add(thing);
        int number = uncalled.incrementAndGet();
        if (number >= WORTH_A_CALL || !gathering.isGathering()) {
            call();
        } else if (number == 1) {
            gathering.afterTheRest(this::call);
        }
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            context.runOnContext(_ -> empty());
        }
    }

    /** Listens again before it looks: what comes meanwhile calls anew and is not overlooked. */
    private void empty() {
        called.set(false);
        uncalled.set(0);
        for (var thing = arrived.poll(); thing != null; thing = arrived.poll()) {
            reader.accept(thing);
        }
        afterwards.run();
    }
}
