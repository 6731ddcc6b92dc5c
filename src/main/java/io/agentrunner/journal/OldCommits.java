package io.agentrunner.journal;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Removes what the feed of all runs has of long ago. The last commit of each lane stays, for the
 * number of the next is found by it.
 */
public final class OldCommits {

    static final int ROWS_OF_A_LANE = 1_000;

    /** The first rows of a lane are its oldest, and no more than those are looked at. */
    static final String REMOVE =
            """
            WITH RECURSIVE lanes AS (
                (SELECT lane FROM commits ORDER BY lane LIMIT 1)
                UNION ALL
                SELECT (SELECT c.lane FROM commits c WHERE c.lane > l.lane ORDER BY c.lane LIMIT 1)
                  FROM lanes l
                 WHERE l.lane IS NOT NULL
            ), old AS (
                SELECT first.lane, first.n
                  FROM lanes
                 CROSS JOIN LATERAL (SELECT max(n) AS n FROM commits WHERE lane = lanes.lane) AS newest
                 CROSS JOIN LATERAL (SELECT lane, n, at FROM commits
                                      WHERE lane = lanes.lane
                                      ORDER BY n
                                      LIMIT $2) AS first
                 WHERE first.n < newest.n AND first.at < now() - $1 * interval '1 millisecond'
            )
            DELETE FROM commits USING old WHERE commits.lane = old.lane AND commits.n = old.n""";

    private final Pool pool;

    /** Removes through connections that may write. */
    public OldCommits(Pool pool) {
        this.pool = pool;
    }

    /** Removes some of what is older than that, and says how much; none when nothing is left. */
    public CompletionStage<Integer> remove(Duration ago) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of((double) ago.toMillis(), (long) ROWS_OF_A_LANE))
                .map(SqlResult::rowCount)
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }
}
