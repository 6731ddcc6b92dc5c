package io.agentrunner.postgres;

import java.util.Objects;

/**
 * The database this process uses, embedded or external, reachable when opened, held until closed.
 */
public final class Database implements AutoCloseable {
    private final DatabaseSettings settings;
    private final boolean embedded;
    private final AutoCloseable held;

    private Database(DatabaseSettings settings, boolean embedded, AutoCloseable held) {
        this.settings = settings;
        this.embedded = embedded;
        this.held = held;
    }

    /** Opens it and brings its tables up to date. */
    public static Database open(DatabaseOptions options) {
        var database = connect(options);
        try {
            database.migrations().migrate();
            return database;
        } catch (RuntimeException unusable) {
            database.close();
            throw unusable;
        }
    }

    /** Opens it with whatever tables it has, for commands that look at migrations. */
    public static Database connect(DatabaseOptions options) {
        return options.isExternal() ? external(options) : embedded(options);
    }

    public DatabaseSettings settings() {
        return settings;
    }

    public boolean isEmbedded() {
        return embedded;
    }

    public Migrations migrations() {
        return new Migrations(settings);
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Database embedded(DatabaseOptions options) {
        var server = EmbeddedPostgres.open(options.dataDir());
        return new Database(server.settings(), true, server);
    }

    /** The folder is locked for an external database too: it holds artifacts and workspaces. */
    private static Database external(DatabaseOptions options) {
        var url = Objects.requireNonNull(options.url());
        var settings = DatabaseSettings.parse(url, options.user(), options.password());
        var lock = FolderLock.take(options.dataDir());
        try {
            Connections.check(settings);
            return new Database(settings, false, lock);
        } catch (RuntimeException unusable) {
            lock.close();
            throw unusable;
        }
    }
}
