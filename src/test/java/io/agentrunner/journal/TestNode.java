package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Won;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.Run;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One node as a test sees it: joined, connected, and waited for. */
final class TestNode implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final PostgresNodes nodes;
    final PostgresRunQueue queue;
    final PostgresJournal journal;

    TestNode(DatabaseSettings database) {
        this(database, UUID.randomUUID());
    }

    TestNode(DatabaseSettings database, UUID id) {
        this(database, database, id);
    }

    /** With a journal that comes to the database by another way. */
    TestNode(DatabaseSettings database, DatabaseSettings writers, UUID id) {
        pool = JournalPool.open(vertx, database.reactive(), 4);
        nodes = new PostgresNodes(pool, id, "localhost:0");
        queue = new PostgresRunQueue(pool, nodes::lease);
        get(nodes.join());
        journal =
                get(
                        PostgresJournal.open(
                                vertx, writers.reactive(), new EventReader(pool), nodes::lease));
    }

    CompletableFuture<Appended> send(Transition transition) {
        return journal.append(transition).toCompletableFuture();
    }

    Appended append(Transition transition) {
        return get(journal.append(transition));
    }

    /** Appends what can't be lost. */
    Run won(Transition transition) {
        assertThat(append(transition)).isEqualTo(new Won());
        return transition.after();
    }

    List<Appended> appendAll(List<Transition> transitions) {
        return transitions.stream().map(this::send).toList().stream().map(TestNode::get).toList();
    }

    RowSet<Row> sql(String sql) {
        return get(pool.query(sql).execute().toCompletionStage());
    }

    Object value(String sql) {
        return sql(sql).iterator().next().getValue(0);
    }

    List<Object> values(String sql) {
        var values = new ArrayList<Object>();
        sql(sql).forEach(row -> values.add(row.getValue(0)));
        return values;
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException never) {
            throw new AssertionError("no answer", never);
        }
    }

    @Override
    public void close() {
        get(journal.close());
        get(vertx.close().toCompletionStage());
    }
}
