package io.agentrunner.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL with its data on disk, running from {@link #open} to {@link #close}, one per
 * data folder. A server that outlived its process is taken over; one that died is started again,
 * also while it is open.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "agent_runner";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String OTHERS_ENDED =
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
             WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """;

    private final FolderLock lock;
    private final Cluster cluster;
    private final DatabaseSettings settings;
    private final Supervisor supervisor;
    private boolean closed;

    private EmbeddedPostgres(FolderLock lock, Cluster cluster, DatabaseSettings settings) {
        this.lock = lock;
        this.cluster = cluster;
        this.settings = settings;
        supervisor = Supervisor.of(cluster, settings.port());
    }

    public static EmbeddedPostgres open(Path dataDir) {
        var lock = FolderLock.take(dataDir);
        try {
            var cluster = new Cluster(lock.folder());
            var settings = running(cluster);
            return new EmbeddedPostgres(lock, cluster, settings.withDatabase(DATABASE));
        } catch (RuntimeException unusable) {
            lock.close();
            throw unusable;
        }
    }

    /** Where it listens, the same after a restart unless someone took the port meanwhile. */
    public DatabaseSettings settings() {
        return settings;
    }

    /** Stops the server cleanly within ten seconds; everyone who calls it waits for that. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try (lock) {
                supervisor.close();
                cluster.stop();
            }
        }
    }

    private static DatabaseSettings running(Cluster cluster) {
        var settings = adopted(cluster).orElseGet(() -> cluster.settings(startedAfresh(cluster)));
        try (var connection = Connections.open(settings)) {
            createDatabase(connection);
            return settings;
        } catch (SQLException e) {
            cluster.stop();
            throw cluster.refused(e);
        }
    }

    private static int startedAfresh(Cluster cluster) {
        cluster.stop();
        return cluster.start();
    }

    /**
     * The server a killed process left behind, as soon as it lets us in and its former clients are
     * gone.
     */
    private static Optional<DatabaseSettings> adopted(Cluster cluster) {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            var orphan = cluster.postmaster().filter(PostmasterFile::isRunning);
            if (orphan.isEmpty()) {
                return Optional.empty();
            }
            var settings = cluster.settings(orphan.get().port());
            try (var connection = Connections.open(settings)) {
                connection.createStatement().execute(OTHERS_ENDED);
                LOG.infof(
                        "Took over the PostgreSQL of a former process (pid %d)",
                        orphan.get().pid());
                return Optional.of(settings);
            } catch (SQLException e) {
                if (!isStartingOrStopping(e)) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        return Optional.empty();
    }

    private static boolean isStartingOrStopping(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return state.startsWith("57P") || state.startsWith("08");
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (found.next()) {
                return;
            }
        }
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
    }
}
