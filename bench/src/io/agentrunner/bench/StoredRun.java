package io.agentrunner.bench;

import io.agentrunner.journal.BareCommits;
import io.agentrunner.postgres.DatabaseSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A run as the journal has it, for what writes such runs without an engine. */
final class StoredRun {

    private static final String ROWS =
            """
            SELECT j.last, j.events, r.workflow, r.version
              FROM journal j JOIN runs r ON r.id = j.run_id
             WHERE j.run_id = ?::uuid
             ORDER BY j.seq\
            """;

    private StoredRun() {}

    static BareCommits.Run read(DatabaseSettings database, String run) throws SQLException {
        List<BareCommits.Row> transitions = new ArrayList<>();
        String workflow = "";
        String version = "";
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var query = connection.prepareStatement(ROWS)) {
            query.setString(1, run);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    transitions.add(new BareCommits.Row(rows.getString(2), rows.getInt(1)));
                    workflow = rows.getString(3);
                    version = rows.getString(4);
                }
            }
        }
        return new BareCommits.Run(workflow, version, transitions);
    }
}
