package io.agentrunner;

import io.agentrunner.postgres.DatabaseSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged application as a process of its own, on its own port and data folder. What it says
 * is in {@code target/server-PORT.log}.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path HOME =
            Path.of(System.getProperty("application.home", "target/quarkus-app"));
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server; {@link #awaitReady} tells when it serves.
     *
     * @param env variables added to this process's own
     */
    public static ServerProcess start(Path data, int port, Map<String, String> env) {
        var log = Path.of("target", "server-" + port + ".log").toFile();
        var builder = new ProcessBuilder(command(data, port)).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(env);
        try {
            return new ServerProcess(builder.start(), port);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** One that serves, on that database. */
    static ServerProcess on(DatabaseSettings database, Path data) {
        return on(database, data, Map.of());
    }

    /** The same with more variables. */
    static ServerProcess on(DatabaseSettings database, Path data, Map<String, String> more) {
        var env = new HashMap<>(more);
        env.put("AGENT_RUNNER_DATABASE_URL", database.reactiveUrl());
        env.put("AGENT_RUNNER_DATABASE_USER", database.user());
        env.put("AGENT_RUNNER_DATABASE_PASSWORD", database.password());
        return start(data, freePort(), env).awaitReady();
    }

    private static List<String> command(Path data, int port) {
        var jar = HOME.resolve("quarkus-run.jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException("there is no packaged application at " + jar);
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java));
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(withCache(HOME.resolve("server.aot").toAbsolutePath()));
        command.addAll(List.of("-jar", jar.toString(), "server"));
        command.addAll(List.of("--port", String.valueOf(port), "--data", data.toString()));
        return command;
    }

    /** What the launcher says to the JVM too. */
    static List<String> withCache(Path cache) {
        return Files.exists(cache)
                ? List.of(
                        "-XX:AOTCache=" + cache,
                        "-XX:+VerifySharedSpaces",
                        "-Xlog:aot*=off",
                        "-Xlog:cds*=off")
                : List.of();
    }

    /** A port that nobody listens on at this moment. */
    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until it serves. */
    public ServerProcess awaitReady() {
        Awaitility.await("the server is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(this::isReady);
        return this;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the server ended with %d; see target/server-%d.log"
                            .formatted(process.exitValue(), port));
        }
        var request =
                HttpRequest.newBuilder(baseUri().resolve("/readyz"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends it as a power failure would. */
    public void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks it to end and waits until it has; returns its exit code. */
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not end");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
