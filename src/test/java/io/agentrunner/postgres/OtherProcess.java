package io.agentrunner.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A second JVM that opens a data folder's server, uses it and holds it until it is killed. */
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private OtherProcess(Process process) {
        this.process = process;
        said = process.inputReader(UTF_8);
    }

    static OtherProcess holding(Path folder, Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherProcess.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new OtherProcess(builder.start());
    }

    static OtherProcess holding(Path folder) throws IOException {
        return holding(folder, Map.of());
    }

    /** Waits until it has answered, and returns that: "ready", or why it was refused. */
    String answer() throws IOException {
        return Objects.requireNonNull(said.readLine(), "it ended without a word");
    }

    long pid() {
        return process.pid();
    }

    /** As kill -9 does it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @SuppressWarnings("SystemOut") // what it says is read by the test
    public static void main(String[] arguments) throws IOException, SQLException {
        try {
            var server = EmbeddedPostgres.open(Path.of(arguments[0]));
            var settings = server.settings();
            TestDatabase.execute(
                    settings, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer");
            var busy = Connections.open(settings);
            Thread.startVirtualThread(() -> sleep(busy));
            System.out.println("ready");
            System.in.read();
            server.close();
        } catch (DatabaseUnusable refused) {
            System.out.println(refused.getMessage());
        }
    }

    private static void sleep(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(600)");
        } catch (SQLException ended) {
            System.exit(1);
        }
    }
}
