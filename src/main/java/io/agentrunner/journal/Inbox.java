package io.agentrunner.journal;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Brings things from any thread to one event loop, many at a time when many come. */
final class Inbox<T> {

    private final Queue<T> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private final Context context;
    private final Consumer<T> reader;
    private final Runnable afterwards;

    /**
     * Opens it.
     *
     * @param reader gets each thing
     * @param afterwards runs when there is nothing more for the moment
     */
    Inbox(Context context, Consumer<T> reader, Runnable afterwards) {
        this.context = context;
        this.reader = reader;
        this.afterwards = afterwards;
    }

    void put(T thing) {
        arrived.add(thing);
        if (called.compareAndSet(false, true)) {
            context.runOnContext(_ -> empty());
        }
    }

    /** Listens again before it looks: what comes meanwhile calls anew and is not overlooked. */
    private void empty() {
        called.set(false);
        for (var thing = arrived.poll(); thing != null; thing = arrived.poll()) {
            reader.accept(thing);
        }
        afterwards.run();
    }
}
