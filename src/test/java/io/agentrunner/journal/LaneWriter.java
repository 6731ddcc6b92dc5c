package io.agentrunner.journal;

import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One lane's writer, slow enough to be stopped in between: its transaction ends when told. */
final class LaneWriter implements AutoCloseable {

    private static final String COMMIT =
            "INSERT INTO commits (lane, n, at, run_ids, seqs) VALUES (?, ?, clock_timestamp(), ?, ?)";
    private static final String ROW =
            "INSERT INTO journal (run_id, seq, last, at, events) VALUES (?, ?, ?, ?, ?)";
    private static final String RUN =
            """
            INSERT INTO runs (id, workflow, version, state, seq, created_at, updated_at)
            VALUES (?, 'order', 'v1', 'QUEUED', 1, now(), now())""";
    private static final String END =
            """
            UPDATE runs SET state = 'CANCELED', reason = 'CANCEL_REQUESTED', seq = ?, ended_at = now()
             WHERE id = ?""";

    private final UUID lane;
    private final Connection connection;
    private long n;

    LaneWriter(DatabaseSettings database, UUID lane) throws SQLException {
        this.lane = lane;
        this.connection =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password());
        connection.setAutoCommit(false);
    }

    /** A transition: events of one run from that seq on. */
    record Append(RunId run, long seq, List<RunEvent> events) {
        long last() {
            return seq + events.size() - 1;
        }
    }

    void commit(List<Append> appends) throws SQLException {
        write(appends);
        connection.commit();
    }

    /** All but the commit. */
    void write(List<Append> appends) throws SQLException {
        for (var append : appends) {
            if (append.seq() == 1) {
                execute(RUN, append.run().value());
            }
            execute(
                    ROW,
                    append.run().value(),
                    append.seq(),
                    append.last(),
                    append.events().getFirst().at().atOffset(ZoneOffset.UTC),
                    EventCodec.encode(append.events()));
            if (EventCodec.type(append.events().getLast()).equals("run.canceled")) {
                execute(END, append.last(), append.run().value());
            }
        }
        n++;
        execute(
                COMMIT,
                lane,
                n,
                connection.createArrayOf(
                        "uuid", appends.stream().map(a -> a.run().value()).toArray()),
                connection.createArrayOf("int", appends.stream().map(Append::seq).toArray()));
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
