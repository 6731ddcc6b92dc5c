package io.agentrunner.journal;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** Connections for leases, claims and deletions; they never learn to scan what was tiny once. */
public final class JournalPool {

    private JournalPool() {}

    public static Pool open(Vertx vertx, PgConnectOptions options, int size) {
        var careful =
                new PgConnectOptions(options)
                        .setCachePreparedStatements(true)
                        .addProperty("application_name", "agent-runner")
                        .addProperty("enable_seqscan", "off")
                        .addProperty("jit", "off");
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(careful)
                .with(new PoolOptions().setMaxSize(size))
                .build();
    }
}
