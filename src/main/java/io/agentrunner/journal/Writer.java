package io.agentrunner.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One session that writes: pinned, with its statements prepared, and never silent for long. */
final class Writer {

    /** Longer than the server allows a statement to take. */
    private static final int SECONDS = 15;

    private final SqlConnection connection;
    private final PreparedQuery<RowSet<Row>> onward;
    private final PreparedQuery<RowSet<Row>> whole;
    private final PreparedQuery<RowSet<Row>> separating;

    private Writer(SqlConnection connection, List<PreparedStatement> prepared) {
        this.connection = connection;
        this.onward = prepared.get(0).query();
        this.whole = prepared.get(1).query();
        this.separating = prepared.get(2).query();
    }

    /** What arrives after the time is over is closed again. */
    static Future<Writer> open(Future<SqlConnection> connected) {
        return connected
                .compose(Writer::prepared)
                .timeout(SECONDS, TimeUnit.SECONDS)
                .onFailure(_ -> connected.onSuccess(SqlConnection::close));
    }

    private static Future<Writer> prepared(SqlConnection connection) {
        return connection
                .query(Statements.SESSION)
                .execute()
                .compose(
                        _ ->
                                Future.all(
                                        List.of(
                                                connection.prepare(Statements.ONWARD),
                                                connection.prepare(Statements.ALL_OR_NOTHING),
                                                connection.prepare(Statements.SEPARATING))))
                .map(prepared -> new Writer(connection, prepared.list()));
    }

    void onClose(Runnable handler) {
        connection.closeHandler(_ -> handler.run());
    }

    Future<Void> close() {
        connection.closeHandler(null);
        return connection.close();
    }

    Future<Void> commit(Tuple batch) {
        return whole.execute(batch).timeout(SECONDS, TimeUnit.SECONDS).mapEmpty();
    }

    /** The same for a batch that changes no list. */
    Future<Void> onward(Tuple batch) {
        return onward.execute(batch).timeout(SECONDS, TimeUnit.SECONDS).mapEmpty();
    }

    Future<Separated> separate(Tuple batch) {
        return separating
                .execute(batch)
                .timeout(SECONDS, TimeUnit.SECONDS)
                .map(rows -> Separated.of(rows.iterator().next()));
    }

    /**
     * Which runs the n-th commit appended to under that lease: none when it never happened, and
     * from then on it never will.
     */
    Future<Set<UUID>> settle(UUID lane, int epoch, long n) {
        var commit = Tuple.of(lane, epoch, n);
        return command(Statements.PATIENT)
                .compose(_ -> query(Statements.VOID, commit))
                .compose(_ -> query(Statements.COMMITTED, commit))
                .compose(rows -> command(Statements.IMPATIENT).map(rows))
                .map(Writer::runs);
    }

    private static Set<UUID> runs(RowSet<Row> rows) {
        var runs = new HashSet<UUID>();
        rows.forEach(row -> runs.add(row.getUUID(0)));
        return runs;
    }

    Future<Long> nextN(UUID lane) {
        return query(Statements.NEXT_N, Tuple.of(lane))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    /** Who has those keys. */
    Future<Map<Buffer, KeyHolder>> holders(List<Buffer> keys) {
        return query(Statements.KEYS, Tuple.of(keys.toArray(Buffer[]::new)))
                .map(
                        rows -> {
                            var holders = new HashMap<Buffer, KeyHolder>();
                            rows.forEach(
                                    row -> holders.put(row.getBuffer("key"), KeyHolder.of(row)));
                            return holders;
                        });
    }

    private Future<RowSet<Row>> command(String sql) {
        return connection.query(sql).execute().timeout(SECONDS, TimeUnit.SECONDS);
    }

    private Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).timeout(SECONDS, TimeUnit.SECONDS);
    }

    /** What the separating statement committed, if the lease holds. */
    record Separated(boolean holdsLease, Set<UUID> winners) {
        private static Separated of(Row row) {
            return new Separated(
                    row.getBoolean("holds_lease"), Set.of(row.getArrayOfUUIDs("run_ids")));
        }
    }

    /** The start that an idempotency key belongs to. */
    record KeyHolder(UUID run, Buffer body) {
        private static KeyHolder of(Row row) {
            return new KeyHolder(row.getUUID("run_id"), row.getBuffer("body"));
        }
    }
}
