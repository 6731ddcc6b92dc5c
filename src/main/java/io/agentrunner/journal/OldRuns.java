package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Finds runs that ended long ago and that nothing needs any more, from the oldest on; never looks
 * at more than a piece at a time, however many sleep among them.
 */
public final class OldRuns {

    /** Comes before every run. */
    public static final RunId FIRST = new RunId(new UUID(0, 0));

    static final int ROWS = 1_000;

    /**
     * A run that was made of another reads what that one left, and those made of it in turn; so
     * does one that was made of a parent with what a child left; a parent may still have to hear of
     * its child's end, and a child that of its parent; a client's key is kept for a day.
     */
    private static final String IS_OVER =
            """
            coalesce(ended_at < now() - $2 * interval '1 millisecond', false)
                   AND NOT EXISTS (SELECT FROM runs parent WHERE parent.id = old.parent_run_id)
                   AND NOT EXISTS (SELECT FROM runs fork WHERE fork.forked_from = old.id)
                   AND NOT EXISTS (SELECT FROM runs child
                                    WHERE child.parent_run_id = old.id AND child.ended_at IS NULL)
                   AND coalesce((SELECT max(key.at) FROM idempotency key WHERE key.run_id = old.id)
                                < now() - interval '1 day', true)""";

    /**
     * Who ended before that age was created before it, and ids are in the order of creation; a
     * clock may be off by a day.
     */
    static final String LOOK =
            """
            WITH old AS MATERIALIZED (
                SELECT id, ended_at, parent_run_id FROM runs
                 WHERE id > $1
                   AND id < first_run_id(now() - $2 * interval '1 millisecond' + interval '1 day')
                 ORDER BY id
                 LIMIT $3
            )
            SELECT id, %s AS is_over
              FROM old
             ORDER BY id"""
                    .formatted(IS_OVER);

    private static final String STILL_OVER =
            """
            SELECT id FROM runs old
             WHERE id = ANY ($1::uuid[]) AND %s
             ORDER BY id"""
                    .formatted(IS_OVER);

    private final Pool pool;

    /** Looks through connections that need not write. */
    public OldRuns(Pool pool) {
        this.pool = pool;
    }

    /**
     * Some of the old runs.
     *
     * @param over those that may go
     * @param last the last that was looked at
     * @param isLast whether no old ones come after that
     */
    public record Piece(List<RunId> over, RunId last, boolean isLast) {

        public Piece {
            over = List.copyOf(over);
        }
    }

    /** What of those that come after {@code last} ended longer ago than that. */
    public CompletionStage<Piece> after(RunId last, Duration ago) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(last.value(), (double) ago.toMillis(), (long) ROWS))
                .map(rows -> piece(last, rows))
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** Those of them that may go at this moment: somebody may have made a run of one meanwhile. */
    public CompletionStage<List<RunId>> stillOver(List<RunId> runs, Duration ago) {
        var ids = runs.stream().map(RunId::value).toArray(UUID[]::new);
        return pool.preparedQuery(STILL_OVER)
                .execute(Tuple.of(ids, (double) ago.toMillis()))
                .map(rows -> rows.stream().map(row -> new RunId(row.getUUID("id"))).toList())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    private static Piece piece(RunId before, RowSet<Row> rows) {
        var over = new ArrayList<RunId>();
        var last = before;
        for (var row : rows) {
            last = new RunId(row.getUUID("id"));
            if (row.getBoolean("is_over")) {
                over.add(last);
            }
        }
        return new Piece(over, last, rows.size() < ROWS);
    }
}
