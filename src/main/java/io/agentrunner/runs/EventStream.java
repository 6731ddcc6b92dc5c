package io.agentrunner.runs;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One answer that is a stream of server-sent events. Whoever doesn't read is disconnected, never
 * waited for. All but {@link #run} happens on the connection's own event loop.
 */
final class EventStream {

    private final Vertx vertx;
    private final Context loop;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final List<Runnable> whenClosed = new ArrayList<>();
    private final List<Runnable> whenWritable = new ArrayList<>();
    private boolean closed;
    private boolean stalled;

    EventStream(RoutingContext routing) {
        this.vertx = routing.vertx();
        this.loop = vertx.getOrCreateContext();
        this.connection = routing.request().connection();
        this.response = routing.response();
        this.closed = response.ended() || response.closed();
        response.closeHandler(_ -> closed());
        response.endHandler(_ -> closed()); // also when the deadline has answered
        response.exceptionHandler(_ -> closed());
        response.drainHandler(_ -> drained());
    }

    /** Runs something on the connection's event loop, unless the stream is over by then. */
    void run(Runnable action) {
        loop.runOnContext(
                _ -> {
                    if (!closed) {
                        action.run();
                    }
                });
    }

    /** Runs something there after a while. */
    void after(Duration delay, Runnable action) {
        vertx.setTimer(delay.toMillis(), _ -> run(action));
    }

    /** Begins, and says from then on that it is still there. */
    void open(Duration every, Supplier<String> beat) {
        response.setChunked(true);
        response.putHeader("Content-Type", "text/event-stream;charset=UTF-8");
        response.putHeader("Cache-Control", "no-cache");
        response.putHeader("X-Accel-Buffering", "no");
        write(Frames.HELLO);
        long timer = vertx.setPeriodic(every.toMillis(), _ -> run(() -> beat(beat)));
        whenClosed(() -> vertx.cancelTimer(timer));
    }

    void write(String frame) {
        if (!closed) {
            response.write(frame);
        }
    }

    void write(Buffer frame) {
        if (!closed) {
            response.write(frame);
        }
    }

    boolean isFull() {
        return response.writeQueueFull();
    }

    /** Runs something as soon as the reader has taken most of what was written. */
    void whenWritable(Runnable action) {
        if (isFull()) {
            whenWritable.add(action);
        } else {
            action.run();
        }
    }

    /** Runs something when the stream is over, however that comes. */
    void whenClosed(Runnable action) {
        if (closed) {
            action.run();
        } else {
            whenClosed.add(action);
        }
    }

    /** Ends in good order; a reader that wants more comes again. */
    void end() {
        if (!response.headWritten()) {
            disconnect();
        } else if (!closed) {
            response.end();
            closed();
        }
    }

    /** Ends in the middle, so that the reader knows that something is missing. */
    void disconnect() {
        if (!closed) {
            cut();
            closed();
        }
    }

    /** Closed in the usual way, a connection would wait until its reader has taken what is left. */
    private void cut() {
        if (connection instanceof Http1xServerConnection one) {
            var _ = one.channelHandlerContext().close();
        } else {
            response.reset();
        }
    }

    private void beat(Supplier<String> beat) {
        if (stalled) {
            disconnect();
        } else if (isFull()) {
            stalled = true;
        } else {
            write(beat.get());
        }
    }

    private void drained() {
        stalled = false;
        var actions = List.copyOf(whenWritable);
        whenWritable.clear();
        actions.forEach(this::whenWritable);
    }

    private void closed() {
        if (!closed) {
            closed = true;
            whenClosed.forEach(Runnable::run);
            whenClosed.clear();
            whenWritable.clear();
        }
    }
}
