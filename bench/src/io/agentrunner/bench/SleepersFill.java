package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Puts runs that sleep into the tables, as copies of one that went to sleep honestly. */
record SleepersFill(DatabaseSettings database, String sample) {

    private static final int AT_ONCE = 100_000;

    private static final String LATENESS =
            """
            SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY late),
                   percentile_cont(0.99) WITHIN GROUP (ORDER BY late), max(late)
              FROM (SELECT (SELECT extract(epoch FROM j.at - d.until)::float8 * 1000 FROM journal j
                             WHERE j.run_id = d.id AND j.seq > 1 AND j.at > d.until - interval '1 second'
                             ORDER BY j.seq LIMIT 1) AS late
                      FROM due d) AS each
             WHERE late IS NOT NULL""";

    /**
     * How late runs woke.
     *
     * @param p50 milliseconds
     */
    record Lateness(long woken, double p50, double p99, double max) {}

    /** So many that wake at moments spread over {@code spread}, from {@code from} on. */
    void fill(int runs, String from, String spread) throws SQLException {
        try (var connection = open()) {
            execute(connection, "SET synchronous_commit = off");
            execute(connection, "CREATE TEMPORARY TABLE asleep (id uuid, until timestamptz)");
            for (int done = 0; done < runs; done += AT_ONCE) {
                execute(connection, "TRUNCATE asleep");
                execute(connection, ids(from, spread, Math.min(AT_ONCE, runs - done)));
                execute(connection, copies(sample));
                execute(connection, events(sample));
            }
        }
    }

    /** Remembers when those wake that are due within a minute. */
    void remember() throws SQLException {
        try (var connection = open()) {
            execute(connection, "DROP TABLE IF EXISTS due");
            execute(
                    connection,
                    "CREATE TABLE due AS SELECT id, wake_at AS until FROM runs"
                            + " WHERE wake_at < now() + interval '1 minute'");
        }
    }

    void tidy() throws SQLException {
        try (var connection = open()) {
            execute(connection, "VACUUM (ANALYZE) runs");
            execute(connection, "VACUUM (ANALYZE) journal");
            execute(connection, "CHECKPOINT");
        }
    }

    long woken() throws SQLException {
        return lateness().woken();
    }

    Lateness lateness() throws SQLException {
        try (var connection = open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(LATENESS)) {
            rows.next();
            return new Lateness(
                    rows.getLong(1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4));
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ids(String from, String spread, int some) {
        return """
        INSERT INTO asleep
        SELECT uuidv7(), date_trunc('milliseconds', now() + interval '%s' + random() * interval '%s')
          FROM generate_series(1, %d)"""
                .formatted(from, spread, some);
    }

    private static String copies(String sample) {
        return """
        INSERT INTO runs (id, workflow, version, state, reason, message, seq, tags, priority,
                          created_at, started_at, updated_at, wake_at)
        SELECT a.id, s.workflow, s.version, s.state, s.reason, s.message, s.seq, s.tags, s.priority,
               s.created_at, s.started_at, s.updated_at, a.until
          FROM asleep a, runs s
         WHERE s.id = '%s'
         ORDER BY a.id"""
                .formatted(sample);
    }

    private static String events(String sample) {
        return """
        INSERT INTO journal (run_id, seq, last, at, events)
        SELECT a.id, s.seq, s.last, s.at,
               regexp_replace(s.events, '"until":"[^"]+"',
                              '"until":"' || to_char(a.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'g')
          FROM asleep a, journal s
         WHERE s.run_id = '%s'
         ORDER BY a.id, s.seq"""
                .formatted(sample);
    }
}
