package io.agentrunner.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Fresh, migrated databases for tests, all on one real PostgreSQL that lives as long as the test
 * JVM.
 */
public final class TestDatabase {
    private static final Path PLACE = Path.of("target", "test-databases");

    /** Quarkus loads this class anew for its tests, but system properties are the JVM's. */
    private static final String SERVER = TestDatabase.class.getName();

    private static final String TEMPLATE = "template_migrated";

    private TestDatabase() {}

    /** A database of its own with all tables and no rows. */
    public static DatabaseSettings fresh() {
        return created(
                "t_" + UUID.randomUUID().toString().replace("-", ""), " TEMPLATE " + TEMPLATE);
    }

    /** A database of its own without any table. */
    public static DatabaseSettings empty() {
        return created("e_" + UUID.randomUUID().toString().replace("-", ""), "");
    }

    private static DatabaseSettings created(String name, String how) {
        var server = server();
        execute(server, "CREATE DATABASE " + name + how);
        return server.withDatabase(name);
    }

    private static DatabaseSettings server() {
        synchronized (Runtime.getRuntime()) {
            var running = System.getProperty(SERVER);
            if (running == null) {
                running = started();
                System.setProperty(SERVER, running);
            }
            var parts = running.split(" ", -1);
            return new DatabaseSettings(
                    parts[0], Integer.parseInt(parts[1]), parts[2], parts[3], parts[4]);
        }
    }

    private static String started() {
        try {
            Files.createDirectories(PLACE);
            removeLeftovers();
            var folder = PLACE.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
            var server = EmbeddedPostgres.open(folder);
            var settings = server.settings();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
            hurry(settings);
            execute(settings, "CREATE DATABASE " + TEMPLATE);
            new Migrations(settings.withDatabase(TEMPLATE)).migrate();
            return "%s %d %s %s %s"
                    .formatted(
                            settings.host(),
                            settings.port(),
                            settings.database(),
                            settings.user(),
                            settings.password());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody needs the data again, so nothing waits for it to be deleted. */
    private static void end(EmbeddedPostgres server, Path folder) {
        server.close();
        try {
            new ProcessBuilder("rm", "-rf", folder.toString()).start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No test outlives the machine, and without fsync they take a fraction of the time. */
    private static void hurry(DatabaseSettings server) {
        execute(server, "ALTER SYSTEM SET fsync = off");
        execute(server, "SELECT pg_reload_conf()");
    }

    /** Servers and data of test JVMs that were killed. */
    private static void removeLeftovers() throws IOException {
        try (var folders = Files.newDirectoryStream(PLACE, "*-*")) {
            for (var folder : folders) {
                var pid = Long.parseLong(folder.getFileName().toString().split("-", 2)[0]);
                if (ProcessHandle.of(pid).isEmpty()) {
                    new Cluster(folder.toRealPath()).stopAtOnce();
                    Folders.delete(folder);
                }
            }
        }
    }

    /** Runs statements as the owner of everything. */
    public static void execute(DatabaseSettings settings, String sql) {
        try (var connection = Connections.open(settings);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
