package io.agentrunner.runs;

import io.agentrunner.journal.ReadFailures;
import io.agentrunner.run.RunId;
import io.agentrunner.runs.BulkResult.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The jobs of all nodes: made, shown, stopped, and taken by those who work on them. */
final class BulkJobs {

    private final Pool pool;

    BulkJobs(Pool pool) {
        this.pool = pool;
    }

    /** Keeps a job that begins; one with that id stays what it is. */
    CompletionStage<BulkJob> create(BulkJob job) {
        var row =
                Tuple.of(
                        job.id(),
                        job.action().name(),
                        job.asked(),
                        job.reason(),
                        (int) job.total(),
                        job.totalIsEstimate());
        return stage(
                rows(BulkSql.CREATE, row.addValue(job.created()))
                        .compose(_ -> row(job.id()))
                        .map(Optional::orElseThrow));
    }

    CompletionStage<Optional<BulkJob>> find(UUID id) {
        return stage(row(id));
    }

    /** The job as it is then; empty for an unknown id. */
    CompletionStage<Optional<BulkJob>> stop(UUID id) {
        return stage(rows(BulkSql.STOP, Tuple.of(id)).compose(_ -> row(id)));
    }

    /** Takes jobs for a node that works on those others already. */
    CompletionStage<List<BulkJob>> claim(UUID node, Collection<UUID> others, int limit) {
        var parameters = Tuple.of(node, others.toArray(UUID[]::new), limit);
        return stage(
                rows(BulkSql.CLAIM, parameters)
                        .map(rows -> rows.stream().map(BulkJob::of).toList()));
    }

    /** Leaves its jobs to other nodes. */
    CompletionStage<Void> release(UUID node) {
        return stage(rows(BulkSql.RELEASE, Tuple.of(node)).mapEmpty());
    }

    /** Forgets jobs that ended long ago. */
    CompletionStage<Void> forgetOld() {
        return stage(rows(BulkSql.FORGET, Tuple.tuple()).mapEmpty());
    }

    /**
     * What came of a job so far, in the order of the runs' creation.
     *
     * @param after the last run that was seen
     * @param only with that outcome
     */
    CompletionStage<List<BulkResult>> results(
            UUID job, @Nullable RunId after, @Nullable Outcome only, int limit) {
        var parameters =
                Tuple.of(
                        job,
                        after == null ? null : after.value(),
                        only == null ? null : only.name(),
                        limit);
        return stage(
                rows(BulkSql.RESULTS, parameters)
                        .map(rows -> rows.stream().map(BulkJobs::result).toList()));
    }

    private static BulkResult result(Row row) {
        var outcome = row.getString("outcome");
        var made = row.getUUID("new_run_id");
        return new BulkResult(
                new RunId(row.getUUID("run_id")),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getString("detail"),
                made == null ? null : new RunId(made));
    }

    private Future<Optional<BulkJob>> row(UUID id) {
        return rows(BulkSql.FIND, Tuple.of(id))
                .map(rows -> rows.stream().map(BulkJob::of).findFirst());
    }

    private Future<RowSet<Row>> rows(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters);
    }

    private static <T> CompletionStage<T> stage(Future<T> asked) {
        return asked.recover(ReadFailures::explained).toCompletionStage();
    }
}
