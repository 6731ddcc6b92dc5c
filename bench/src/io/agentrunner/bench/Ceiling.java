package io.agentrunner.bench;

import io.agentrunner.journal.BareCommits;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.journal.Lease;
import io.agentrunner.journal.PostgresNodes;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.Migrations;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What PostgreSQL allows: the journal's statement driven bare, in a database of its own on the
 * server of the product.
 */
final class Ceiling {

    private static final String ROWS =
            "SELECT j.last, j.events, r.workflow, r.version FROM journal j JOIN runs r ON r.id = j.run_id"
                    + " WHERE run_id = ?::uuid ORDER BY j.seq";

    private final BareCommits commits;

    private Ceiling(BareCommits commits) {
        this.commits = commits;
    }

    /** Writes runs like that one, which is in the product's database. */
    static Ceiling open(Vertx vertx, DatabaseSettings product, String run) throws SQLException {
        var database = product.withDatabase("ceiling");
        create(product);
        new Migrations(database).migrate();
        var pool = JournalPool.open(vertx, database.reactive(), 1);
        var nodes = new PostgresNodes(pool, UUID.randomUUID(), "ceiling");
        nodes.join().toCompletableFuture().join();
        Lease lease = nodes.lease();
        return new Ceiling(
                BareCommits.open(vertx, database.reactive(), lease, stored(product, run))
                        .toCompletableFuture()
                        .join());
    }

    BareCommits commits() {
        return commits;
    }

    private static void create(DatabaseSettings product) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                product.jdbcUrl(), product.user(), product.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE ceiling");
        }
    }

    private static BareCommits.Run stored(DatabaseSettings product, String run)
            throws SQLException {
        List<String> events = new ArrayList<>();
        List<Integer> lasts = new ArrayList<>();
        try (var connection =
                        DriverManager.getConnection(
                                product.jdbcUrl(), product.user(), product.password());
                var query = connection.prepareStatement(ROWS)) {
            query.setString(1, run);
            try (var rows = query.executeQuery()) {
                String workflow = "";
                String version = "";
                while (rows.next()) {
                    lasts.add(rows.getInt(1));
                    events.add(rows.getString(2));
                    workflow = rows.getString(3);
                    version = rows.getString(4);
                }
                return new BareCommits.Run(
                        workflow,
                        version,
                        events.toArray(String[]::new),
                        lasts.stream().mapToInt(Integer::intValue).toArray());
            }
        }
    }
}
