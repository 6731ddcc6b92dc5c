package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class cache that the build makes: it fits, and one that does not is no obstacle. */
class QuickStartIT {

    private static final Path APPLICATION =
            Path.of(System.getProperty("application.home", "target/quarkus-app"));
    private static final Path CACHE = APPLICATION.resolve("server.aot").toAbsolutePath();

    @TempDir Path folder;

    /** The JVM refuses to start with this mode when a cache is not for its application. */
    @Test
    void the_build_makes_a_cache_for_exactly_its_application() throws Exception {
        var said = run(Stream.concat(options(CACHE), Stream.of("-XX:AOTMode=on")), "--version");

        assertThat(said.output()).startsWith("agent-runner ");
        assertThat(said.exit()).isZero();
    }

    @Test
    void a_cache_with_wrong_bytes_in_it_is_left_alone_in_silence() throws Exception {
        var damaged = Files.copy(CACHE, folder.resolve("damaged.aot"));
        try (var file = new RandomAccessFile(damaged.toFile(), "rw")) {
            var random = new Random(25);
            for (long at = 1 << 20; at < file.length(); at += 1 << 20) {
                file.seek(at);
                file.writeLong(random.nextLong());
            }
        }
        assertThatItIsNoObstacle(damaged);
    }

    @Test
    void half_a_cache_is_left_alone_in_silence() throws Exception {
        var half = Files.copy(CACHE, folder.resolve("half.aot"));
        try (var file = new RandomAccessFile(half.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThatItIsNoObstacle(half);
    }

    private void assertThatItIsNoObstacle(Path cache) throws Exception {
        var said = run(options(cache), "--version");
        assertThat(said.output()).startsWith("agent-runner ");
        assertThat(said.output().lines()).hasSize(2);
        assertThat(said.exit()).isZero();
    }

    private static Stream<String> options(Path cache) {
        return ServerProcess.withCache(cache).stream();
    }

    private record Said(int exit, String output) {}

    private Said run(Stream<String> options, String argument)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        options.forEach(command::add);
        command.addAll(
                List.of("-jar", APPLICATION.resolve("quarkus-run.jar").toString(), argument));
        var output = folder.resolve("output.txt");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + Files.readString(output));
        }
        return new Said(process.exitValue(), Files.readString(output));
    }
}
