package io.agentrunner.postgres;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * Plain connections for start-up, migrations and checks, which answer or fail within five seconds.
 */
final class Connections {
    private static final int SECONDS = 5;

    private Connections() {}

    static String url(DatabaseSettings settings) {
        return settings.jdbcUrl()
                + "?ApplicationName=agent-runner&connectTimeout=%1$d&loginTimeout=%1$d"
                        .formatted(SECONDS);
    }

    static Connection open(DatabaseSettings settings) throws SQLException {
        var who = new Properties();
        who.setProperty("user", settings.user());
        who.setProperty("password", settings.password());
        return driver().connect(url(settings), who);
    }

    static void check(DatabaseSettings settings) {
        try (var connection = open(settings)) {
            connection.isValid(SECONDS);
        } catch (SQLException e) {
            throw unusable(settings, e);
        }
    }

    static DatabaseUnusable unusable(DatabaseSettings settings, SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        var sentence =
                switch (state) {
                    case "28P01", "28000" ->
                            "The database at %s refused user %s; check AGENT_RUNNER_DATABASE_USER and AGENT_RUNNER_DATABASE_PASSWORD."
                                    .formatted(settings.address(), settings.user());
                    case "3D000" ->
                            "There is no database \"%s\" at %s:%d; create it, or correct AGENT_RUNNER_DATABASE_URL."
                                    .formatted(
                                            settings.database(), settings.host(), settings.port());
                    case "42501" ->
                            "User %s may not create tables in the database at %s; grant it CREATE on the schema."
                                    .formatted(settings.user(), settings.address());
                    case "53300" ->
                            "The database at %s has no free connection; raise its max_connections or stop another client."
                                    .formatted(settings.address());
                    default ->
                            state.startsWith("08")
                                    ? "No PostgreSQL answers at %s; start it, or correct AGENT_RUNNER_DATABASE_URL."
                                            .formatted(settings.address())
                                    : "The database at %s can't be used: %s"
                                            .formatted(settings.address(), firstLine(failure));
                };
        return new DatabaseUnusable(sentence, failure);
    }

    /** DriverManager only offers drivers of whichever class loader asked it first. */
    private static Driver driver() {
        return ServiceLoader.load(Driver.class, Connections.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(driver -> driver.getClass().getName().equals("org.postgresql.Driver"))
                .findFirst()
                .orElseThrow();
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
