package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.journal.RunDeletion.Deletion;
import io.agentrunner.postgres.Pools;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class RunDeletionTest {

    private static final String ROWS =
            """
            SELECT (SELECT count(*) FROM runs WHERE id = $1)
                   + (SELECT count(*) FROM journal WHERE run_id = $1)
                   + (SELECT count(*) FROM idempotency WHERE run_id = $1) AS rows""";

    private static final String KEY =
            "INSERT INTO idempotency (key, body, run_id, at) VALUES (uuid_send(?), '', ?, now())";

    private final Vertx vertx = Vertx.vertx();
    private LaneWriter writer;
    private Pool pool;

    @BeforeEach
    void open() throws SQLException {
        var database = TestDatabase.fresh();
        writer = new LaneWriter(database, new UUID(0, 1));
        pool = Pools.open(vertx, database, 2);
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_ended_run_goes_with_all_that_is_its() throws SQLException {
        var run = begun();
        var other = begun();
        writer.commit(List.of(new Append(run, 2, Histories.end())));
        assertThat(rows(run)).isEqualTo(4);
        assertThat(delete(run)).isEqualTo(new Deletion.Deleted());
        assertThat(rows(run)).isZero();
        assertThat(rows(other)).isEqualTo(3);
        assertThat(delete(run)).isEqualTo(new Deletion.Unknown());
    }

    @Test
    void a_run_that_has_not_ended_stays() throws SQLException {
        var run = begun();
        assertThat(delete(run)).isEqualTo(new Deletion.NotEnded(RunState.QUEUED));
        assertThat(rows(run)).isEqualTo(3);
    }

    private RunId begun() throws SQLException {
        var run = Histories.newRun();
        writer.write(List.of(new Append(run, 1, List.of(Histories.created()))));
        writer.execute(KEY, UUID.randomUUID(), run.value());
        writer.commit();
        return run;
    }

    private Deletion delete(RunId run) {
        return new RunDeletion(pool).delete(run).toCompletableFuture().join();
    }

    private long rows(RunId run) {
        return pool.preparedQuery(ROWS)
                .execute(Tuple.of(run.value()))
                .map(rows -> rows.iterator().next().getLong("rows"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
