package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The nodes and their leases as rows; a lease ends when its row's epoch is raised. */
public final class PostgresNodes implements Nodes {

    private static final String JOIN =
            """
            INSERT INTO nodes (id, epoch, name, started_at) VALUES ($1, 1, $2, clock_timestamp())
            ON CONFLICT (id) DO UPDATE
               SET epoch = nodes.epoch + 1, name = excluded.name, beat = 0,
                   started_at = excluded.started_at
            RETURNING epoch""";

    private static final String BEAT =
            "UPDATE nodes SET beat = beat + 1 WHERE id = $1 AND epoch = $2 AND beat >= 0";

    private static final String LEAVE = "UPDATE nodes SET beat = -1 WHERE id = $1 AND epoch = $2";

    private static final String ALL =
            """
            SELECT id, name, epoch, beat, started_at, active
              FROM nodes, LATERAL (SELECT count(*) AS active FROM runs WHERE owner = nodes.id) AS runs
             WHERE beat >= 0 OR active > 0
             ORDER BY started_at, id""";

    /** Waits for what the dead node has in flight; fails when it moved or this node is fenced. */
    private static final String FENCE =
            """
            UPDATE nodes SET epoch = epoch + 1, beat = -1
             WHERE id = $1 AND epoch = $2 AND beat = $3
               AND EXISTS (SELECT FROM nodes WHERE id = $4 AND epoch = $5 FOR KEY SHARE)""";

    /** A statement of its own: it has to see what was committed while the one before it waited. */
    private static final String INHERIT =
            "UPDATE runs SET owner = $2 WHERE owner = $1 RETURNING id";

    private final Pool pool;
    private final UUID self;
    private final String name;
    private volatile @Nullable Lease lease;

    /**
     * Knows the nodes from the point of view of one of them.
     *
     * @param name for people: host and port
     */
    public PostgresNodes(Pool pool, UUID self, String name) {
        this.pool = pool;
        this.self = self;
        this.name = name;
    }

    @Override
    public UUID self() {
        return self;
    }

    /** This node's lease as it was taken; it may have ended since. */
    public Lease lease() {
        var taken = lease;
        if (taken == null) {
            throw new IllegalStateException("the node has not joined yet");
        }
        return taken;
    }

    @Override
    public CompletionStage<Void> join() {
        return pool.preparedQuery(JOIN)
                .execute(Tuple.of(self, name))
                .onSuccess(rows -> lease = new Lease(self, rows.iterator().next().getInteger(0)))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> beat() {
        return update(BEAT).toCompletionStage();
    }

    @Override
    public CompletionStage<Void> leave() {
        return update(LEAVE).<Void>mapEmpty().toCompletionStage();
    }

    @Override
    public CompletionStage<List<Node>> all() {
        return pool.preparedQuery(ALL)
                .mapping(PostgresNodes::node)
                .execute()
                .<List<Node>>map(nodes -> nodes.stream().toList())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<List<RunId>>> takeOver(Node dead) {
        return pool.withTransaction(connection -> takeOver(connection, dead))
                .map(runs -> runs == null ? Optional.<List<RunId>>empty() : runs)
                .toCompletionStage();
    }

    private Future<Optional<List<RunId>>> takeOver(SqlConnection connection, Node dead) {
        var mine = lease();
        return connection
                .preparedQuery(FENCE)
                .execute(Tuple.of(dead.id(), dead.epoch(), dead.beat(), mine.node(), mine.epoch()))
                .compose(
                        fenced ->
                                fenced.rowCount() == 1
                                        ? inherit(connection, dead)
                                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<List<RunId>>> inherit(SqlConnection connection, Node dead) {
        return connection
                .preparedQuery(INHERIT)
                .mapping(row -> new RunId(row.getUUID(0)))
                .execute(Tuple.of(dead.id(), self))
                .map(runs -> Optional.of(runs.stream().toList()));
    }

    private Future<Boolean> update(String sql) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(self, lease().epoch()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Node node(Row row) {
        return new Node(
                row.getUUID("id"),
                row.getString("name"),
                row.getInteger("epoch"),
                row.getLong("beat"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getLong("active"));
    }
}
