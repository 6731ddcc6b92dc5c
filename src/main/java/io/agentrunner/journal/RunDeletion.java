package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Removes runs that have ended, with everything the journal has of them, or not at all. */
public final class RunDeletion {

    private static final String STATE = "SELECT state FROM runs WHERE id = $1 FOR UPDATE";
    private static final String EVENTS = "DELETE FROM journal WHERE run_id = $1";
    private static final String KEYS = "DELETE FROM idempotency WHERE run_id = $1";
    private static final String RUN = "DELETE FROM runs WHERE id = $1";

    private static final String ENDED_AMONG =
            """
            SELECT id FROM runs
             WHERE id = ANY ($1::uuid[]) AND ended_at IS NOT NULL
             ORDER BY id
               FOR UPDATE SKIP LOCKED""";

    private static final String EVENTS_OF_ALL =
            "DELETE FROM journal WHERE run_id = ANY ($1::uuid[])";
    private static final String KEYS_OF_ALL =
            "DELETE FROM idempotency WHERE run_id = ANY ($1::uuid[])";
    private static final String ALL = "DELETE FROM runs WHERE id = ANY ($1::uuid[])";

    private final Pool pool;

    /** Deletes through connections that may write. */
    public RunDeletion(Pool pool) {
        this.pool = pool;
    }

    /** What became of the wish to delete a run. */
    public sealed interface Deletion {

        /** It is gone. */
        record Deleted() implements Deletion {}

        /** It has not ended, and nothing was removed. */
        record NotEnded(RunState state) implements Deletion {}

        /** There is no such run. */
        record Unknown() implements Deletion {}
    }

    /** Deletes a run if it has ended. */
    public CompletionStage<Deletion> delete(RunId run) {
        var id = Tuple.of(run.value());
        return pool.withTransaction(connection -> delete(connection, id))
                .<Deletion>map(Objects::requireNonNull)
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /**
     * Deletes those that have ended and that nobody else is about to delete, and says how many they
     * were.
     */
    public CompletionStage<Integer> deleteEnded(Collection<RunId> runs) {
        var ids = runs.stream().map(RunId::value).toArray(UUID[]::new);
        return pool.withTransaction(connection -> deleteEnded(connection, ids))
                .<Integer>map(Objects::requireNonNull)
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    private static Future<Integer> deleteEnded(SqlConnection connection, UUID[] wanted) {
        return connection
                .preparedQuery(ENDED_AMONG)
                .execute(all(wanted))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new))
                .compose(
                        ended ->
                                connection
                                        .preparedQuery(EVENTS_OF_ALL)
                                        .execute(all(ended))
                                        .compose(
                                                _ ->
                                                        connection
                                                                .preparedQuery(KEYS_OF_ALL)
                                                                .execute(all(ended)))
                                        .compose(
                                                _ ->
                                                        connection
                                                                .preparedQuery(ALL)
                                                                .execute(all(ended))))
                .map(SqlResult::rowCount);
    }

    private static Tuple all(UUID[] ids) {
        return Tuple.tuple().addValue(ids);
    }

    private static Future<Deletion> delete(SqlConnection connection, Tuple id) {
        return connection
                .preparedQuery(STATE)
                .execute(id)
                .compose(
                        rows ->
                                rows.size() == 0
                                        ? Future.succeededFuture(new Deletion.Unknown())
                                        : delete(
                                                connection,
                                                id,
                                                RunState.valueOf(
                                                        rows.iterator()
                                                                .next()
                                                                .getString("state"))));
    }

    private static Future<Deletion> delete(SqlConnection connection, Tuple id, RunState state) {
        if (!state.isTerminal()) {
            return Future.succeededFuture(new Deletion.NotEnded(state));
        }
        return connection
                .preparedQuery(EVENTS)
                .execute(id)
                .compose(_ -> connection.preparedQuery(KEYS).execute(id))
                .compose(_ -> connection.preparedQuery(RUN).execute(id))
                .map(_ -> new Deletion.Deleted());
    }
}
