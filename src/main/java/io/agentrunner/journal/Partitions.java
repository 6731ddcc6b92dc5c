package io.agentrunner.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.concurrent.CompletionStage;

/** Makes the journal's partitions long before they are needed. */
public final class Partitions {

    private static final String MAKE_AHEAD =
            """
            SELECT count(*) FILTER (WHERE make_journal_partition(now() + week * interval '168 hours'))
              FROM generate_series(0, 8) AS week""";

    private final Pool pool;

    public Partitions(Pool pool) {
        this.pool = pool;
    }

    /**
     * Makes what is missing for this week and the next eight, and says how many that were; worth a
     * call a day. None when somebody is in the way: another day will do.
     */
    public CompletionStage<Long> ahead() {
        return pool.query(MAKE_AHEAD)
                .mapping((Row row) -> row.getLong(0))
                .execute()
                .map(rows -> rows.iterator().next())
                .recover(Partitions::notNow)
                .toCompletionStage();
    }

    private static Future<Long> notNow(Throwable failure) {
        return SqlTrouble.of(failure) == SqlTrouble.BUSY
                ? Future.succeededFuture(0L)
                : Future.failedFuture(failure);
    }
}
