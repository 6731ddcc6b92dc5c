package io.agentrunner.journal;

import io.agentrunner.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to the database that breaks where a test wants it to. */
final class Wire implements AutoCloseable {

    private static final int NEVER = Integer.MAX_VALUE;

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final DatabaseSettings database;
    private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requestsLeft = new AtomicInteger(NEVER);
    private final AtomicInteger answersLeft = new AtomicInteger(NEVER);
    private final NetServer server;
    private volatile boolean open = true;

    Wire(DatabaseSettings database) {
        this.database = database;
        this.server =
                TestNode.get(
                        vertx.createNetServer()
                                .connectHandler(this::connect)
                                .listen(0, "127.0.0.1")
                                .toCompletionStage());
    }

    /** The database as seen through the wire. */
    DatabaseSettings settings() {
        return new DatabaseSettings(
                "127.0.0.1",
                server.actualPort(),
                database.database(),
                database.user(),
                database.password());
    }

    /** Breaks in the place of the request that comes after so many. */
    void breakBeforeRequest(int passing) {
        requestsLeft.set(passing);
    }

    /** Breaks in the place of the answer that comes after so many. */
    void breakBeforeAnswer(int passing) {
        answersLeft.set(passing);
    }

    /** Breaks at once. */
    void breakNow() {
        ends.forEach(NetSocket::close);
    }

    /** Lets no new connection through until {@link #repair}. */
    void letNobodyIn() {
        open = false;
    }

    /** Lets nobody through until {@link #repair}. */
    void takeDown() {
        letNobodyIn();
        breakNow();
    }

    void repair() {
        open = true;
    }

    private void connect(NetSocket near) {
        if (!open) {
            near.close();
            return;
        }
        near.pause();
        client.connect(database.port(), database.host())
                .onSuccess(far -> join(near, far))
                .onFailure(_ -> near.close());
    }

    private void join(NetSocket near, NetSocket far) {
        ends.add(near);
        near.handler(bytes -> pass(bytes, requestsLeft, near, far));
        far.handler(bytes -> pass(bytes, answersLeft, far, near));
        near.closeHandler(_ -> close(near, far));
        far.closeHandler(_ -> close(near, far));
        near.resume();
    }

    private void pass(Buffer bytes, AtomicInteger left, NetSocket from, NetSocket to) {
        int before = left.getAndUpdate(n -> n == NEVER || n == 0 ? NEVER : n - 1);
        if (before == 0) {
            close(from, to);
        } else {
            to.write(bytes);
        }
    }

    private void close(NetSocket one, NetSocket other) {
        ends.remove(one);
        ends.remove(other);
        one.close();
        other.close();
    }

    @Override
    public void close() {
        TestNode.get(vertx.close().toCompletionStage());
    }
}
