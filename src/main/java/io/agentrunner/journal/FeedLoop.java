package io.agentrunner.journal;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one thread on which everything of a feed happens, so that nothing in it is locked. */
final class FeedLoop implements Executor, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FeedLoop.class.getName());

    /**
     * Only so that a connection that went silent is noticed; the server ends statements earlier.
     */
    private static final int LONGEST_READ_SECONDS = 15;

    /** Each reader of a stream calls for more again and again: what is at once takes no timer. */
    private final EventExecutor thread =
            new DefaultEventExecutor(new DefaultThreadFactory("journal-feed", true));

    private volatile boolean closed;

    /** Nothing happens any more once it is closed. */
    @Override
    public void execute(Runnable action) {
        try {
            thread.execute(() -> guarded(action));
        } catch (RejectedExecutionException late) {
            LOG.log(Level.FINE, "the feed is closed", late);
        }
    }

    void after(long millis, Runnable action) {
        try {
            var _ = thread.schedule(() -> guarded(action), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException late) {
            LOG.log(Level.FINE, "the feed is closed", late);
        }
    }

    /** Hands over what was read, or why it was not, or why it was no good. */
    <T> void read(Future<T> reading, Consumer<T> found, Consumer<Throwable> failed) {
        reading.timeout(LONGEST_READ_SECONDS, TimeUnit.SECONDS)
                .onComplete(
                        result -> execute(() -> handOver(result, found, failed)),
                        failure -> execute(() -> failed.accept(failure)));
    }

    private static <T> void handOver(T result, Consumer<T> found, Consumer<Throwable> failed) {
        try {
            found.accept(result);
        } catch (RuntimeException unreadable) {
            failed.accept(unreadable);
        }
    }

    private void guarded(Runnable action) {
        try {
            if (!closed) {
                action.run();
            }
        } catch (RuntimeException unexpected) {
            LOG.log(Level.SEVERE, "the feed goes on without what failed here", unexpected);
        }
    }

    @Override
    public void close() {
        closed = true;
        var _ = thread.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }
}
