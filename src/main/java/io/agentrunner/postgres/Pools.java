package io.agentrunner.postgres;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** Makes pools of reactive connections. */
public final class Pools {
    private Pools() {}

    public static Pool open(Vertx vertx, DatabaseSettings settings, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(settings.reactive().setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(size))
                .build();
    }
}
