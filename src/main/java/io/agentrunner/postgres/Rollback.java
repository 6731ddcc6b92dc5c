package io.agentrunner.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationInfo;

/** Takes one migration back, in one transaction with the note that it was done. */
final class Rollback {
    private static final String NOBODY_ELSE =
            "LOCK TABLE flyway_schema_history IN ACCESS EXCLUSIVE MODE";

    private static final String FORGET =
            """
            DELETE FROM flyway_schema_history
             WHERE version = ? AND installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)
            """;

    private static final String NOTES =
            """
            CREATE TABLE IF NOT EXISTS migration_rollbacks (
                version        text        NOT NULL,
                description    text        NOT NULL,
                rolled_back_at timestamptz NOT NULL DEFAULT now(),
                rolled_back_by text        NOT NULL DEFAULT current_user)
            """;

    private static final String NOTE =
            "INSERT INTO migration_rollbacks (version, description) VALUES (?, ?)";

    private Rollback() {}

    static void run(DatabaseSettings settings, MigrationInfo migration, String script)
            throws SQLException {
        var sql = read(script);
        try (var connection = Connections.open(settings)) {
            connection.setAutoCommit(false);
            execute(connection, NOBODY_ELSE);
            forget(connection, migration);
            execute(connection, sql);
            execute(connection, NOTES);
            note(connection, migration);
            connection.commit();
        }
    }

    private static String read(String script) {
        try (var in = Rollback.class.getClassLoader().getResourceAsStream(script)) {
            if (in == null) {
                throw new DatabaseUnusable(
                        "There is no way back: " + script + " is not part of this release.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DatabaseUnusable("The script " + script + " can't be read.", e);
        }
    }

    private static void forget(Connection connection, MigrationInfo migration) throws SQLException {
        try (var statement = connection.prepareStatement(FORGET)) {
            statement.setString(1, migration.getVersion().getVersion());
            if (statement.executeUpdate() != 1) {
                throw new DatabaseUnusable(
                        "Migration %s is no longer the latest; look at the status and try again."
                                .formatted(migration.getVersion()));
            }
        }
    }

    private static void note(Connection connection, MigrationInfo migration) throws SQLException {
        try (var statement = connection.prepareStatement(NOTE)) {
            statement.setString(1, migration.getVersion().getVersion());
            statement.setString(2, migration.getDescription());
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
