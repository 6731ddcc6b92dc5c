package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Removes runs that have ended, with everything the journal has of them, or not at all. */
public final class RunDeletion {

    private static final String STATE = "SELECT state FROM runs WHERE id = $1 FOR UPDATE";
    private static final String EVENTS = "DELETE FROM journal WHERE run_id = $1";
    private static final String KEYS = "DELETE FROM idempotency WHERE run_id = $1";
    private static final String RUN = "DELETE FROM runs WHERE id = $1";

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
