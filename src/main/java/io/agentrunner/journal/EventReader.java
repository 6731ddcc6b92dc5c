package io.agentrunner.journal;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads what happened to one run, however much that is, in pieces that fit into memory. */
public final class EventReader {

    private static final int MOST_ROWS = 200;
    private static final int MOST_BYTES = 1 << 20;

    /** One row more than is wanted tells whether there are more. */
    private static final String ROWS =
            """
            SELECT r.ended_at IS NOT NULL AS ended, j.seq, j.last, j.at, j.events, j.found
              FROM runs r
              LEFT JOIN (SELECT q.*,
                                row_number() OVER w AS place,
                                count(*) OVER () AS found,
                                sum(octet_length(q.events)) OVER w - octet_length(q.events) AS before
                           FROM (SELECT seq, last, at, events
                                   FROM journal
                                  WHERE run_id = $1
                                    AND seq >= coalesce((SELECT p.seq FROM journal p
                                                          WHERE p.run_id = $1 AND p.seq <= $2
                                                          ORDER BY p.seq DESC LIMIT 1), 1)
                                  ORDER BY seq
                                  LIMIT $3 + 1) q
                         WINDOW w AS (ORDER BY q.seq)) j
                     ON j.place <= $3 AND j.before < $4
             WHERE r.id = $1
             ORDER BY j.seq""";

    private final Pool pool;

    /**
     * Reads through those connections.
     *
     * @param pool see {@link ReadPools#forEvents}
     */
    public EventReader(Pool pool) {
        this.pool = pool;
    }

    /** The events after that seq, in order; none for an unknown run. */
    public CompletionStage<List<Entry>> read(RunId run, long after, int limit) {
        var entries = new ArrayList<Entry>();
        return fill(entries, run, after, limit)
                .recover(ReadFailures::explained)
                .map(_ -> List.copyOf(entries))
                .toCompletionStage();
    }

    /** The run as its events tell it; empty for an unknown id. */
    public CompletionStage<Optional<Run>> load(RunId run) {
        return fold(run, null).recover(ReadFailures::explained).toCompletionStage();
    }

    private Future<Void> fill(List<Entry> entries, RunId run, long after, int limit) {
        return next(run, after, limit - entries.size())
                .compose(
                        part -> {
                            for (var entry : part.after(after)) {
                                if (entries.size() < limit) {
                                    entries.add(entry);
                                }
                            }
                            return part.isLast() || entries.size() == limit
                                    ? Future.succeededFuture()
                                    : fill(entries, run, part.lastSeq(), limit);
                        });
    }

    private Future<Optional<Run>> fold(RunId id, @Nullable Run begun) {
        return next(id, begun == null ? 0 : begun.seq(), MOST_ROWS)
                .compose(
                        part -> {
                            var run = begun;
                            for (var row : part.rows()) {
                                run = evolve(id, run, row);
                            }
                            return part.isLast()
                                    ? Future.succeededFuture(Optional.ofNullable(run))
                                    : fold(id, run);
                        });
    }

    private static Run evolve(RunId id, @Nullable Run run, JournalRow row) {
        var events = new ArrayList<RunEvent>();
        for (var entry : row.entries()) {
            events.add(EventCodec.decode(entry.type(), entry.at(), entry.data()));
        }
        return run == null ? Run.fold(id, events) : run.evolve(row.seq(), events);
    }

    /**
     * The rows from the one that holds the event after {@code after}, as many as are good to hold.
     */
    Future<Part> next(RunId run, long after, int limit) {
        int from = Math.clamp(after, 0, Integer.MAX_VALUE - 1) + 1;
        int rows = Math.clamp(limit, 1, MOST_ROWS);
        return pool.preparedQuery(ROWS)
                .execute(Tuple.of(run.value(), from, rows, (long) MOST_BYTES))
                .map(found -> Part.of(run, found));
    }

    /**
     * Successive rows of one run.
     *
     * @param exists whether there is such a run
     * @param ended whether it has ended; true before its last event is among the rows
     * @param isLast whether no rows follow
     */
    record Part(List<JournalRow> rows, boolean exists, boolean ended, boolean isLast) {

        private static Part of(RunId run, RowSet<Row> found) {
            var rows = new ArrayList<JournalRow>();
            boolean ended = false;
            long there = 0;
            for (var row : found) {
                ended = row.getBoolean("ended");
                if (row.getInteger("seq") != null) {
                    there = row.getLong("found");
                    rows.add(JournalRow.of(run, row));
                }
            }
            return new Part(rows, found.size() > 0, ended, rows.size() == there);
        }

        long lastSeq() {
            return rows.getLast().last();
        }

        List<Entry> after(long seq) {
            return rows.stream()
                    .filter(row -> row.last() > seq)
                    .flatMap(row -> row.entries().stream())
                    .filter(entry -> entry.seq() > seq)
                    .toList();
        }
    }
}
