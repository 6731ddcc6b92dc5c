package io.agentrunner.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One value from a database, as text. */
public final class Sql {
    private Sql() {}

    public static @Nullable String one(DatabaseSettings settings, String query) {
        try (var connection = Connections.open(settings);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
