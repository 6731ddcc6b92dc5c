package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.Migrations;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database of our own on the server of the product's; it is gone when it is closed. */
record SideDatabase(DatabaseSettings product, DatabaseSettings settings) implements AutoCloseable {

    /** An empty one. */
    static SideDatabase create(DatabaseSettings product, String name) throws SQLException {
        var side = new SideDatabase(product, product.withDatabase(name));
        side.close();
        execute(product, "CREATE DATABASE " + name);
        return side;
    }

    /** One with the product's tables. */
    static SideDatabase migrated(DatabaseSettings product, String name) throws SQLException {
        var side = create(product, name);
        new Migrations(side.settings()).migrate();
        return side;
    }

    static void execute(DatabaseSettings database, String command) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** The only value that the query gives. */
    static String ask(DatabaseSettings database, String query) {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    static double number(DatabaseSettings database, String query) {
        return Double.parseDouble(ask(database, query));
    }

    @Override
    public void close() throws SQLException {
        execute(product, "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(settings.database()));
    }
}
