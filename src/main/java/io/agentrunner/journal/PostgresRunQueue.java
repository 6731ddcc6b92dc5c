package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Hands out runs to nodes; two that ask at once get different ones, a fenced one gets none. */
public final class PostgresRunQueue implements RunQueue {

    static final String CLAIM_QUEUED =
            """
            WITH lease AS MATERIALIZED (
                SELECT 1 FROM nodes WHERE id = $1 AND epoch = $2 FOR KEY SHARE
            ), ready AS (
                SELECT id, turn_at FROM runs
                 WHERE state = 'QUEUED' AND owner IS NULL AND start_at IS NULL
                   AND concurrency_key IS NULL AND reason IS DISTINCT FROM 'PAUSED'
                 ORDER BY turn_at
                 LIMIT $3 FOR UPDATE SKIP LOCKED
            ), ripe AS (
                SELECT id, turn_at FROM runs
                 WHERE state = 'QUEUED' AND owner IS NULL AND start_at <= now()
                   AND concurrency_key IS NULL AND reason IS DISTINCT FROM 'PAUSED'
                 ORDER BY start_at
                 LIMIT $3 FOR UPDATE SKIP LOCKED
            ), next AS (
                SELECT id FROM (SELECT * FROM ready UNION ALL SELECT * FROM ripe) AS either
                 ORDER BY turn_at
                 LIMIT $3
            ), claimed AS (
                UPDATE runs SET owner = $1 FROM next
                 WHERE runs.id = next.id AND (SELECT count(*) FROM lease) = 1
                RETURNING runs.id, runs.turn_at
            )
            SELECT id FROM claimed ORDER BY turn_at, id""";

    private static final String ANY_LIMITED =
            """
            SELECT EXISTS (SELECT FROM runs
                            WHERE concurrency_key IS NOT NULL AND ended_at IS NULL
                              AND state = 'QUEUED' AND owner IS NULL) AS there_is""";

    /** Who counts what is under way must not count while another takes. */
    private static final String ONE_AT_A_TIME =
            "SELECT pg_advisory_xact_lock(hashtextextended('claim limited runs', 0))";

    /** Walks from key to key, and takes of each as many as its limit leaves room for. */
    static final String CLAIM_LIMITED =
            """
            WITH RECURSIVE lease AS MATERIALIZED (
                SELECT 1 FROM nodes WHERE id = $1 AND epoch = $2 FOR KEY SHARE
            ), keys AS (
                SELECT min(concurrency_key) AS key FROM runs
                 WHERE concurrency_key IS NOT NULL AND ended_at IS NULL
                UNION ALL
                SELECT (SELECT min(concurrency_key) FROM runs
                         WHERE concurrency_key > keys.key AND ended_at IS NULL)
                  FROM keys WHERE keys.key IS NOT NULL
            ), next AS (
                SELECT waiting.id, waiting.turn_at
                  FROM keys
                 CROSS JOIN LATERAL (
                       SELECT count(*) AS runs FROM runs
                        WHERE concurrency_key = keys.key AND ended_at IS NULL
                          AND (state <> 'QUEUED' OR owner IS NOT NULL)) AS under_way
                 CROSS JOIN LATERAL (
                       SELECT id, turn_at, concurrency_max,
                              row_number() OVER (ORDER BY turn_at, id) AS place
                         FROM (SELECT id, turn_at, concurrency_max FROM runs
                                WHERE concurrency_key = keys.key AND ended_at IS NULL
                                  AND state = 'QUEUED' AND owner IS NULL
                                  AND (start_at IS NULL OR start_at <= now())
                                  AND reason IS DISTINCT FROM 'PAUSED'
                                ORDER BY turn_at, id
                                LIMIT $3) AS first) AS waiting
                 WHERE under_way.runs + waiting.place <= waiting.concurrency_max
                 ORDER BY waiting.turn_at, waiting.id
                 LIMIT $3
            ), claimed AS (
                UPDATE runs SET owner = $1 FROM next
                 WHERE runs.id = next.id AND runs.state = 'QUEUED' AND runs.owner IS NULL
                   AND (SELECT count(*) FROM lease) = 1
                RETURNING runs.id, runs.turn_at
            )
            SELECT id FROM claimed ORDER BY turn_at, id""";

    private static final String NEXT_START =
            """
            SELECT ceil(extract(epoch FROM min(start_at) - now()) * 1000)::bigint AS millis
              FROM runs
             WHERE state = 'QUEUED' AND owner IS NULL
               AND start_at > now() AND start_at <= now() + $1 * interval '1 millisecond'""";

    static final String CLAIM_DUE =
            """
            WITH lease AS MATERIALIZED (
                SELECT 1 FROM nodes WHERE id = $1 AND epoch = $2 FOR KEY SHARE
            ), next AS (
                SELECT id FROM runs
                 WHERE state = 'WAITING' AND owner IS NULL
                   AND wake_at <= now() + $4 * interval '1 millisecond'
                 ORDER BY wake_at
                 LIMIT $3 FOR UPDATE SKIP LOCKED
            ), claimed AS (
                UPDATE runs SET owner = $1 FROM next
                 WHERE runs.id = next.id AND (SELECT count(*) FROM lease) = 1
                RETURNING runs.id, runs.wake_at
            )
            SELECT id FROM claimed ORDER BY wake_at, id""";

    private static final String OVERDUE =
            """
            SELECT id FROM runs
             WHERE state = 'WAITING' AND owner IS NULL AND reason <> 'CAPACITY'
               AND wake_at <= now() - $1 * interval '1 millisecond'
             ORDER BY wake_at, id
             LIMIT $2""";

    private static final String PARENTS_OF_ENDED =
            """
            SELECT parent.id FROM runs parent
             WHERE parent.state IN ('RUNNING', 'WAITING')
               AND EXISTS (SELECT FROM runs child
                            WHERE child.parent_run_id = parent.id AND child.ended_at IS NOT NULL)
             ORDER BY parent.id""";

    /** From the few children that have not ended, and not from all parents that ever have. */
    static final String CHILDREN_LEFT_ALONE =
            """
            WITH child AS MATERIALIZED (
                SELECT id, parent_run_id FROM runs
                 WHERE parent_run_id IS NOT NULL AND ended_at IS NULL
            )
            SELECT child.id FROM child JOIN runs parent ON parent.id = child.parent_run_id
             WHERE parent.ended_at IS NOT NULL
             ORDER BY child.id""";

    /** No run that has ended has an owner. */
    static final String OWNED = "SELECT id FROM runs WHERE owner = $1 ORDER BY id";

    static final String OWNED_AMONG =
            "SELECT id FROM runs WHERE id = ANY ($2::uuid[]) AND owner = $1 ORDER BY id";

    /** What runs is never nobody's; only its owner's end passes it on. */
    private static final String RELEASE =
            "UPDATE runs SET owner = NULL WHERE id = $1 AND owner = $2 AND state <> 'RUNNING'";

    private final Pool pool;
    private final Supplier<Lease> lease;

    public PostgresRunQueue(Pool pool, Supplier<Lease> lease) {
        this.pool = pool;
        this.lease = lease;
    }

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        return claimLimited((limit + 1) / 2)
                .compose(limited -> claimFree(limit - limited.size(), limited))
                .toCompletionStage();
    }

    private Future<List<RunId>> claimFree(int limit, List<RunId> limited) {
        return claim(CLAIM_QUEUED, pool, limit)
                .map(free -> Stream.concat(limited.stream(), free.stream()).toList());
    }

    /** At most half of what there is room for: those with a limit must not keep the others out. */
    private Future<List<RunId>> claimLimited(int limit) {
        return pool.query(ANY_LIMITED)
                .mapping(row -> row.getBoolean("there_is"))
                .execute()
                .compose(rows -> claimLimited(rows.iterator().next(), limit));
    }

    private Future<List<RunId>> claimLimited(boolean thereIsOne, int limit) {
        return thereIsOne
                ? pool.getConnection().compose(it -> claimLimited(it, limit))
                : Future.succeededFuture(List.of());
    }

    private Future<List<RunId>> claimLimited(SqlConnection connection, int limit) {
        return connection
                .begin()
                .compose(transaction -> claimLimited(connection, transaction, limit))
                .onComplete(_ -> connection.close());
    }

    /** What fails is taken back when the connection is given back. */
    private Future<List<RunId>> claimLimited(
            SqlConnection connection, Transaction transaction, int limit) {
        return connection
                .query(ONE_AT_A_TIME)
                .execute()
                .compose(_ -> claim(CLAIM_LIMITED, connection, limit))
                .compose(runs -> transaction.commit().map(runs));
    }

    private Future<List<RunId>> claim(String sql, SqlClient client, int limit) {
        var mine = lease.get();
        return client.preparedQuery(sql)
                .mapping(row -> new RunId(row.getUUID("id")))
                .execute(Tuple.of(mine.node(), mine.epoch(), (long) limit))
                .map(ids -> ids.stream().toList());
    }

    @Override
    public CompletionStage<Optional<Duration>> untilNextStart(Duration horizon) {
        return pool.preparedQuery(NEXT_START)
                .mapping(row -> Optional.ofNullable(row.getLong("millis")).map(Duration::ofMillis))
                .execute(Tuple.of((double) horizon.toMillis()))
                .map(rows -> rows.iterator().next())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        var mine = lease.get();
        return ids(
                CLAIM_DUE,
                Tuple.of(mine.node(), mine.epoch(), (long) limit, (double) horizon.toMillis()));
    }

    @Override
    public CompletionStage<List<RunId>> overdue(Duration since, int limit) {
        return ids(OVERDUE, Tuple.of((double) since.toMillis(), (long) limit));
    }

    @Override
    public CompletionStage<List<RunId>> parentsOfEnded() {
        return ids(PARENTS_OF_ENDED, Tuple.tuple());
    }

    @Override
    public CompletionStage<List<RunId>> childrenLeftAlone() {
        return ids(CHILDREN_LEFT_ALONE, Tuple.tuple());
    }

    @Override
    public CompletionStage<List<RunId>> owned() {
        return ids(OWNED, Tuple.of(lease.get().node()));
    }

    @Override
    public CompletionStage<List<RunId>> owned(Collection<RunId> among) {
        var ids = among.stream().map(RunId::value).toArray(UUID[]::new);
        return ids(OWNED_AMONG, Tuple.tuple().addValue(lease.get().node()).addValue(ids));
    }

    @Override
    public CompletionStage<Void> release(RunId run) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(run.value(), lease.get().node()))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    private CompletionStage<List<RunId>> ids(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .mapping(row -> new RunId(row.getUUID("id")))
                .execute(parameters)
                .map(ids -> ids.stream().toList())
                .toCompletionStage();
    }
}
