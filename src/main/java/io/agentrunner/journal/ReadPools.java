package io.agentrunner.journal;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/**
 * Connections for reading, pinned so that no plan made while the tables were small outlives that.
 */
public final class ReadPools {

    private ReadPools() {}

    /** For {@link EventReader} and {@link Feed}: statements that only ever need an index. */
    public static Pool forEvents(Vertx vertx, PgConnectOptions database, int size) {
        return open(
                vertx,
                pinned(database, "force_generic_plan").addProperty("enable_seqscan", "off"),
                size);
    }

    /** For {@link RunList}: what its statements cost depends on what is asked. */
    public static Pool forLists(Vertx vertx, PgConnectOptions database, int size) {
        return open(vertx, pinned(database, "force_custom_plan").addProperty("jit", "off"), size);
    }

    private static PgConnectOptions pinned(PgConnectOptions database, String planCacheMode) {
        return new PgConnectOptions(database)
                .setCachePreparedStatements(true)
                .addProperty("plan_cache_mode", planCacheMode)
                .addProperty("statement_timeout", "10s")
                .addProperty("default_transaction_read_only", "on");
    }

    private static Pool open(Vertx vertx, PgConnectOptions options, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(size))
                .build();
    }
}
