package io.agentrunner.runs;

import io.agentrunner.journal.ReadFailures;
import io.agentrunner.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a node writes down of the jobs it works on: a run before anything is done to it, and what
 * came of it.
 */
final class BulkLedger {

    private final Pool pool;
    private final UUID node;

    BulkLedger(Pool pool, UUID node) {
        this.pool = pool;
        this.node = node;
    }

    /** Runs that were found and whose turn comes, or was when another worker ended. */
    CompletionStage<List<RunId>> toCome(BulkJob job, int limit) {
        return stage(
                rows(BulkSql.TO_COME, Tuple.of(job.id(), limit))
                        .map(rows -> rows.stream().map(row -> run(row)).toList()));
    }

    /** Notes runs that were found. False when the job is over or somebody else's. */
    CompletionStage<Boolean> note(BulkJob job, List<RunId> found) {
        var ids = found.stream().map(RunId::value).toArray(UUID[]::new);
        var parameters = Tuple.of(job.id(), node, found.getLast().value(), ids);
        return stage(rows(BulkSql.NOTE, parameters).map(rows -> rows.rowCount() == ids.length));
    }

    /** Notes what came of runs. False when the job is over or somebody else's. */
    CompletionStage<Boolean> tell(BulkJob job, List<BulkResult> results) {
        var parameters =
                Tuple.of(
                                job.id(),
                                node,
                                column(results, UUID[]::new, it -> it.run().value()),
                                column(results, String[]::new, BulkLedger::outcome),
                                column(results, String[]::new, BulkResult::detail))
                        .addValue(column(results, UUID[]::new, BulkLedger::made));
        return stage(
                rows(BulkSql.TELL, parameters)
                        .map(rows -> rows.size() > 0 && goesOn(rows.iterator().next())));
    }

    /** Nothing is left to do. */
    CompletionStage<Void> end(BulkJob job) {
        return stage(rows(BulkSql.END, Tuple.of(job.id(), node)).mapEmpty());
    }

    private static RunId run(Row row) {
        return new RunId(row.getUUID("run_id"));
    }

    private static boolean goesOn(Row row) {
        return Boolean.TRUE.equals(row.getBoolean("goes_on"));
    }

    private static @Nullable String outcome(BulkResult result) {
        return result.outcome() == null ? null : result.outcome().name();
    }

    private static @Nullable UUID made(BulkResult result) {
        return result.made() == null ? null : result.made().value();
    }

    private static <T> @Nullable T[] column(
            List<BulkResult> results,
            IntFunction<@Nullable T[]> array,
            Function<BulkResult, ? extends @Nullable T> value) {
        var column = array.apply(results.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(results.get(i));
        }
        return column;
    }

    private Future<RowSet<Row>> rows(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters);
    }

    private static <T> CompletionStage<T> stage(Future<T> asked) {
        return asked.recover(ReadFailures::explained).toCompletionStage();
    }
}
