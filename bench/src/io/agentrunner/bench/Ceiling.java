package io.agentrunner.bench;

import io.agentrunner.journal.BareCommits;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.journal.PostgresNodes;
import io.agentrunner.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * What PostgreSQL allows: the journal's statement driven bare, in a database of its own on the
 * server of the product.
 */
final class Ceiling implements AutoCloseable {

    private final Vertx vertx;
    private final SideDatabase database;
    private final Queue<BareCommits> idle;

    private Ceiling(Vertx vertx, SideDatabase database, List<BareCommits> connections) {
        this.vertx = vertx;
        this.database = database;
        this.idle = new ConcurrentLinkedQueue<>(connections);
    }

    /** Writes runs like that one, which is in the product's database. */
    static Ceiling open(DatabaseSettings product, String run) throws SQLException {
        return open(product, StoredRun.read(product, run), 1);
    }

    /** Writes through so many connections. */
    static Ceiling open(DatabaseSettings product, BareCommits.Run run, int connections)
            throws SQLException {
        var database = SideDatabase.migrated(product, "ceiling");
        var vertx = Vertx.vertx();
        var options = database.settings().reactive();
        var pool = JournalPool.open(vertx, options, 1);
        var nodes = new PostgresNodes(pool, UUID.randomUUID(), "ceiling");
        nodes.join().toCompletableFuture().join();
        pool.close().toCompletionStage().toCompletableFuture().join();
        var open =
                Stream.generate(() -> BareCommits.open(vertx, options, nodes.lease(), run))
                        .limit(connections)
                        .map(it -> it.toCompletableFuture().join())
                        .toList();
        return new Ceiling(vertx, database, open);
    }

    /** Writes that many runs; as many batches at a time as there are connections. */
    CompletionStage<Void> batch(int runs) {
        var connection = idle.remove();
        return connection.batch(runs).whenComplete((_, _) -> idle.add(connection));
    }

    @Override
    public void close() throws SQLException {
        idle.forEach(connection -> connection.close().toCompletableFuture().join());
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }
}
