package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Fills the tables with runs of the past eight weeks, as copies of one that was made honestly: most
 * are COMPLETED, one in fifty each is FAILED and waits for a signal, one in ten has tags and is
 * correlated; half are of the workflow of that one, the others of twenty others.
 */
record GrowthFill(DatabaseSettings database, String sample, int runs) {

    private static final int AT_ONCE = 100_000;

    private static final List<String> PREPARATIONS =
            List.of(
                    "SET synchronous_commit = off",
                    "SELECT make_journal_partition(now() - week * interval '168 hours')"
                            + " FROM generate_series(1, 8) AS week",
                    "CREATE TEMPORARY TABLE made (id uuid, n int)");

    void fill() throws SQLException {
        try (var connection =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password())) {
            for (var sql : PREPARATIONS) {
                execute(connection, sql);
            }
            for (int done = 0; done < runs; done += AT_ONCE) {
                execute(connection, ids(done, runs, Math.min(AT_ONCE, runs - done)));
                execute(connection, copies(sample, done));
                execute(connection, events(sample, done));
            }
            execute(connection, "VACUUM (ANALYZE) runs");
            execute(connection, "VACUUM (ANALYZE) journal");
            execute(connection, "CHECKPOINT");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ids(int done, int runs, int some) {
        return """
        INSERT INTO made
        SELECT uuidv7(-interval '8 weeks' * (1 - (%1$d + i) / %2$d::float)), %1$d + i
          FROM generate_series(1, %3$d) AS i"""
                .formatted(done, runs, some);
    }

    private static String copies(String sample, int done) {
        return """
        INSERT INTO runs (id, workflow, version, state, reason, message, seq, tags, priority,
                          correlation_id, created_at, started_at, ended_at, updated_at)
        SELECT m.id,
               CASE WHEN n %% 2 = 0 THEN s.workflow ELSE 'other-' || n %% 40 / 2 END, s.version,
               CASE n %% 50 WHEN 7 THEN 'FAILED' WHEN 8 THEN 'WAITING' ELSE 'COMPLETED' END,
               CASE n %% 50 WHEN 7 THEN 'STEP_FAILED' WHEN 8 THEN 'SIGNAL' END,
               CASE n %% 50 WHEN 7 THEN 'the card of customer ' || n || ' was declined' END,
               s.seq,
               CASE n %% 10 WHEN 3 THEN ARRAY['eu', 'customer-' || n %% 10007] ELSE '{}' END, 0,
               CASE n %% 10 WHEN 3 THEN 'order-' || n END,
               t.at, t.at, CASE n %% 50 WHEN 8 THEN NULL ELSE t.at END, t.at
          FROM made m, runs s, LATERAL (SELECT uuid_extract_timestamp(m.id) AS at) AS t
         WHERE s.id = '%s' AND n > %d
         ORDER BY m.id"""
                .formatted(sample, done);
    }

    private static String events(String sample, int done) {
        return """
        INSERT INTO journal (run_id, seq, last, at, events)
        SELECT m.id, s.seq, s.last, uuid_extract_timestamp(m.id), s.events
          FROM made m, journal s
         WHERE s.run_id = '%s' AND n > %d
         ORDER BY m.id, s.seq"""
                .formatted(sample, done);
    }
}
