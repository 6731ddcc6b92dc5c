package io.agentrunner.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.ToIntFunction;

/**
 * What one subscriber has not taken yet, within bounds. Everything but {@link #request} and {@link
 * #cancel} happens on the feed's own thread.
 */
final class Outbox<T> implements Flow.Subscription {

    private final Flow.Subscriber<? super T> reader;
    private final Executor loop;
    private final Feed.Limits limits;
    private final ToIntFunction<T> size;
    private final Deque<T> unread = new ArrayDeque<>();
    private Runnable whenEmpty = () -> {};
    private Runnable whenGone = () -> {};
    private long bytes;
    private long wanted;
    private boolean last;
    private boolean gone;

    Outbox(
            Flow.Subscriber<? super T> reader,
            Executor loop,
            Feed.Limits limits,
            ToIntFunction<T> size) {
        this.reader = reader;
        this.loop = loop;
        this.limits = limits;
        this.size = size;
    }

    /**
     * Begins to listen to the reader.
     *
     * @param empty to be called when everything was taken
     * @param left to be called once, when the reader is gone for whatever reason
     */
    void open(Runnable empty, Runnable left) {
        whenEmpty = empty;
        whenGone = left;
        reader.onSubscribe(this);
    }

    boolean isEmpty() {
        return unread.isEmpty();
    }

    boolean isGone() {
        return gone;
    }

    /** Adds what was fetched for this reader, and therefore bounded where it was fetched. */
    void addFetched(Iterable<? extends T> items) {
        items.forEach(this::add);
        drain();
    }

    /** Adds what came by itself; who has no room left for it is slow and disconnected. */
    void addLive(Iterable<? extends T> items) {
        for (var item : items) {
            if (!gone && isFull(item)) {
                drain();
            }
            if (!gone && isFull(item)) {
                fail(new SlowReader(unread.size()));
            }
            add(item);
        }
        drain();
    }

    private boolean isFull(T item) {
        return !unread.isEmpty()
                && (unread.size() >= limits.events()
                        || bytes + size.applyAsInt(item) > limits.bytes());
    }

    private void add(T item) {
        if (!gone) {
            unread.add(item);
            bytes += size.applyAsInt(item);
        }
    }

    /** Ends the stream as soon as everything was taken. */
    void complete() {
        last = true;
        drain();
    }

    void fail(Throwable failure) {
        if (leave()) {
            reader.onError(failure);
        }
    }

    @Override
    public void request(long n) {
        loop.execute(() -> want(n));
    }

    @Override
    public void cancel() {
        loop.execute(this::leave);
    }

    private void want(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("request of " + n));
            return;
        }
        wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        drain();
    }

    private void drain() {
        while (!gone && wanted > 0) {
            var item = unread.poll();
            if (item == null) {
                break;
            }
            bytes -= size.applyAsInt(item);
            wanted--;
            reader.onNext(item);
        }
        if (!gone && unread.isEmpty()) {
            finishOrGoOn();
        }
    }

    private void finishOrGoOn() {
        if (!last) {
            whenEmpty.run();
        } else if (leave()) {
            reader.onComplete();
        }
    }

    private boolean leave() {
        if (gone) {
            return false;
        }
        gone = true;
        unread.clear();
        whenGone.run();
        return true;
    }
}
