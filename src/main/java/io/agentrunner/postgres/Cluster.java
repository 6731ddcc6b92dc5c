package io.agentrunner.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One folder of PostgreSQL's data: made once, started and stopped here by PostgreSQL's own
 * programs.
 */
final class Cluster {
    private static final String USER = "agent_runner";
    private static final String MAKING = "postgres.new-";
    private static final long BIG_LOG = 8L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path home;
    private final Path data;
    private final Path log;
    private final ServerPrograms programs;
    private final ServerPassword password;

    Cluster(Path home) {
        this.home = home;
        data = home.resolve("postgres");
        log = home.resolve("postgres.log");
        programs = new ServerPrograms(PostgresBinaries.unpacked(home), home);
        password = ServerPassword.in(home);
    }

    Optional<PostmasterFile> postmaster() {
        return PostmasterFile.of(data);
    }

    boolean isRunning() {
        return postmaster().filter(PostmasterFile::isRunning).isPresent();
    }

    /** The server's maintenance database. */
    DatabaseSettings settings(int port) {
        return new DatabaseSettings("127.0.0.1", port, "postgres", USER, password.text());
    }

    /** Starts it, made first if need be, and returns its port. */
    int start() {
        try {
            if (!Files.exists(data)) {
                make();
            }
            makeWay();
            return started();
        } catch (IOException e) {
            throw Refusal.of(home, e);
        }
    }

    /** One try, at the port its clients know and no other. */
    void startAgain(int port) {
        try {
            makeWay();
            var said = tried(port);
            if (said.isPresent()) {
                throw refused(said.get());
            }
        } catch (IOException e) {
            throw Refusal.of(home, e);
        }
    }

    /** Stops it within ten seconds; one that doesn't run is fine. */
    void stop() {
        if (isRunning() && !stopped("fast")) {
            stopAtOnce();
        }
    }

    /** Without writing anything down; the next start recovers. */
    void stopAtOnce() {
        if (isRunning()) {
            stopped("immediate");
        }
    }

    /** Renamed when complete, so that one killed in the middle is not taken for a cluster. */
    private void make() throws IOException {
        removeLeftovers();
        var making = Files.createTempDirectory(home, MAKING);
        var made =
                programs.run(
                        "initdb",
                        "--pgdata=" + making,
                        "--username=" + USER,
                        "--pwfile=" + password.file(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions");
        if (!made.isGood()) {
            Folders.delete(making);
            throw Refusal.of(home, made.said());
        }
        Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void removeLeftovers() throws IOException {
        try (var leftovers = Files.newDirectoryStream(home, MAKING + "*")) {
            for (var leftover : leftovers) {
                Folders.delete(leftover);
            }
        }
    }

    private void makeWay() throws IOException {
        if (logged() > BIG_LOG) {
            Files.move(log, home.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        postmaster().filter(file -> !file.isRunning()).ifPresent(PostmasterFile::disown);
    }

    private int started() throws IOException {
        var port = configuration().port();
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var said = tried(port);
            if (said.isEmpty()) {
                return port;
            }
            if (System.nanoTime() > giveUp || !passes(said.get())) {
                throw refused(said.get());
            }
            if (said.get().contains("Address already in use")) {
                port = ServerSettings.freePort();
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** What it said when it did not start. */
    private Optional<String> tried(int port) throws IOException {
        configuration().write(port);
        var before = logged();
        var start = pgCtl("start", "--log=" + log, "--timeout=120");
        return start.isGood() ? Optional.empty() : Optional.of(start.said() + since(before));
    }

    private ServerSettings configuration() {
        return new ServerSettings(data.resolve("postgresql.conf"));
    }

    /** Someone took the port just now, or children of a killed server are about to end. */
    private static boolean passes(String said) {
        return said.contains("Address already in use")
                || said.contains("pre-existing shared memory block");
    }

    /** Why a running server doesn't let us in. */
    DatabaseUnusable refused(SQLException e) {
        return "28P01".equals(e.getSQLState())
                ? new DatabaseUnusable(
                        "%s does not hold the password of the database beside it; put the right file back."
                                .formatted(password.file()),
                        e)
                : Refusal.of(home, String.valueOf(e.getMessage()));
    }

    private DatabaseUnusable refused(String said) throws IOException {
        if (said.contains("incompatible with server")) {
            return new DatabaseUnusable(
                    "The data folder %s was made by PostgreSQL %s, another major version than this agent-runner's; use the release that made it, or name another folder with --data."
                            .formatted(home, Files.readString(data.resolve("PG_VERSION")).strip()));
        }
        return Refusal.of(home, said);
    }

    private long logged() throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private String since(long position) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(position);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private boolean stopped(String how) {
        return pgCtl("stop", "--mode=" + how, "--timeout=5").isGood();
    }

    private ServerPrograms.Outcome pgCtl(String what, String how, String timeout) {
        return programs.run("pg_ctl", what, "--pgdata=" + data, how, timeout, "--wait");
    }
}
