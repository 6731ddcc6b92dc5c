package io.agentrunner.postgres;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/**
 * The tables' history: numbered scripts in {@code db/migration}, each with a script of the same
 * name in {@code down/} that takes it back.
 */
public final class Migrations {
    /** Kept here because loggers nobody holds are forgotten together with their level. */
    private static final Logger CHATTER = Logger.getLogger("org.flywaydb");

    private final DatabaseSettings settings;
    private final String folder;
    private final Flyway flyway;

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    public Migrations(DatabaseSettings settings) {
        this(settings, "db/migration");
    }

    Migrations(DatabaseSettings settings, String folder) {
        this.settings = settings;
        this.folder = folder;
        // The pattern keeps Flyway, which looks into subfolders, out of down/.
        flyway =
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(Connections.url(settings), settings.user(), settings.password())
                        .locations("classpath:" + folder + "/*.sql")
                        .load();
    }

    /**
     * Applies what is pending, and says how much that was; processes that do it at once take turns.
     */
    public int migrate() {
        Connections.check(settings);
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw unusable(e);
        }
    }

    /** Every migration, oldest first. */
    public List<Migration> status() {
        return known().map(Migration::of).toList();
    }

    /** Nothing is pending and nothing failed. */
    public boolean isCurrent() {
        return status().stream()
                .noneMatch(
                        m ->
                                m.state() == Migration.State.PENDING
                                        || m.state() == Migration.State.FAILED);
    }

    /** Takes the latest applied migration back, and says which that was. */
    public Optional<Migration> rollback() {
        var latest = known().filter(m -> m.getState().isApplied()).reduce((_, later) -> later);
        latest.ifPresent(this::takeBack);
        return latest.map(Migration::of);
    }

    private void takeBack(MigrationInfo migration) {
        try {
            Rollback.run(settings, migration, folder + "/down/" + migration.getScript());
        } catch (SQLException e) {
            throw Connections.unusable(settings, e);
        }
    }

    private Stream<MigrationInfo> known() {
        Connections.check(settings);
        try {
            return Arrays.stream(flyway.info().all()).filter(m -> m.getVersion() != null);
        } catch (FlywayException e) {
            throw unusable(e);
        }
    }

    private DatabaseUnusable unusable(FlywayException e) {
        return e.getCause() instanceof SQLException sql
                ? Connections.unusable(settings, sql)
                : new DatabaseUnusable(
                        "The tables in the database at %s can't be brought up to date: %s"
                                .formatted(settings.address(), e.getMessage()),
                        e);
    }
}
