package io.agentrunner.journal;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Brings things from any thread to one event loop, many at a time when many come. */
final class Inbox<T> {

    /** So many are worth the way at once, whatever else their sender is about to bring. */
    static final int WORTH_A_CALL = 128;

    private final Queue<T> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger uncalled = new AtomicInteger();
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

    void put(T thing) {
        arrived.add(thing);
        switch (uncalled.incrementAndGet()) {
            case 1 -> gathering.afterTheRest(this::call);
            case WORTH_A_CALL -> call();
            default -> {}
        }
    }

    private void call() {
        context.runOnContext(_ -> empty());
    }

    /** Counts anew before it looks: what comes meanwhile calls by itself and is not overlooked. */
    private void empty() {
        uncalled.set(0);
        for (var thing = arrived.poll(); thing != null; thing = arrived.poll()) {
            reader.accept(thing);
        }
        afterwards.run();
    }
}
