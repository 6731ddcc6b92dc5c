package io.agentrunner.runs;

import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes items from where they come at the pace at which the reader of a stream takes events. */
final class Pump<T> implements Flow.Subscriber<T> {

    /** Few, since each of them may be as large as a payload may be. */
    private static final int AHEAD = 8;

    private static final int ASKED_AT_ONCE = 4;

    private final EventStream stream;
    private final Consumer<T> each;
    private final Runnable atTheEnd;
    private volatile Flow.@Nullable Subscription source;
    private int taken;

    /**
     * A pump.
     *
     * @param each writes an item, on the stream's event loop
     * @param atTheEnd what to do when no more will come
     */
    Pump(EventStream stream, Consumer<T> each, Runnable atTheEnd) {
        this.stream = stream;
        this.each = each;
        this.atTheEnd = atTheEnd;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(AHEAD);
    }

    @Override
    public void onNext(T item) {
        stream.run(
                () -> {
                    each.accept(item);
                    stream.whenWritable(this::more);
                });
    }

    /** Too slow, or what it reads is gone: the reader comes again and goes on after the last. */
    @Override
    public void onError(Throwable failure) {
        stream.run(stream::disconnect);
    }

    @Override
    public void onComplete() {
        stream.run(atTheEnd);
    }

    private void more() {
        var from = source;
        if (from != null && ++taken == ASKED_AT_ONCE) {
            taken = 0;
            from.request(ASKED_AT_ONCE);
        }
    }

    void cancel() {
        var from = source;
        if (from != null) {
            from.cancel();
        }
    }
}
