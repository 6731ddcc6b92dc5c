package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The packaged server as people start it, on its own port and data folder. */
final class LaunchedServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final Pattern RESIDENT = Pattern.compile("(?:VmRSS:|^)\\s*([0-9]+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+[0-9]+\\s+([0-9]+)");

    private static final Pattern THREADS = Pattern.compile("(?m)^java\\.threads\\.live=([0-9]+)");

    private final Process process;
    private final Door door;
    private final Path data;

    private LaunchedServer(Process process, Door door, Path data) {
        this.process = process;
        this.door = door;
        this.data = data;
    }

    static LaunchedServer start(Path data, Map<String, String> environment) throws IOException {
        Files.createDirectories(data);
        var door = new Door(Door.freePort());
        var program =
                new ProcessBuilder(
                                Rig.root().resolve("agent-runner").toString(),
                                "server",
                                "--port",
                                String.valueOf(door.port()),
                                "--data",
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log(data).toFile());
        program.environment().putAll(environment);
        return new LaunchedServer(program.start(), door, data);
    }

    void awaitReady() throws IOException, InterruptedException {
        try {
            door.awaitReady(process::isAlive);
        } catch (IOException failed) {
            throw new IOException("the server said " + Files.readString(log(data)), failed);
        }
    }

    Door door() {
        return door;
    }

    /** Of its JVM, without the database's processes. */
    long residentBytes() throws IOException, InterruptedException {
        return residentBytes(process.pid());
    }

    static long residentBytes(long pid) throws IOException, InterruptedException {
        var status = Path.of("/proc", String.valueOf(pid), "status");
        var text =
                Files.exists(status)
                        ? Files.readString(status)
                        : Said.by(List.of("ps", "-o", "rss=", "-p", "" + pid)).orFail("ps");
        return number(RESIDENT, text) * 1024;
    }

    /** After a collection of all that is garbage. */
    long liveHeapBytes() throws IOException, InterruptedException {
        return number(TOTAL, diagnosed("GC.class_histogram"));
    }

    /** Of its JVM; virtual ones are none. */
    long threads() throws IOException, InterruptedException {
        return number(THREADS, diagnosed("PerfCounter.print"));
    }

    private String diagnosed(String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Said.by(List.of(jcmd, String.valueOf(process.pid()), command)).orFail("jcmd");
    }

    private static long number(Pattern pattern, String text) throws IOException {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }

    /** Its embedded database. */
    DatabaseSettings database() throws IOException {
        var postmaster = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
        return new DatabaseSettings(
                "127.0.0.1",
                Integer.parseInt(postmaster.get(3)),
                "agent_runner",
                "agent_runner",
                Files.readString(data.resolve("postgres.password")).strip());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            process.destroyForcibly();
        }
    }

    private static Path log(Path data) {
        return data.resolve("server.log");
    }
}
