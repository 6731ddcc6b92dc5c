package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises of its first command, with a real application generated and tested. */
class DemoIT {

    @TempDir Path folder;

    @Test
    void the_demo_generates_tests_and_packages_an_application() throws Exception {
        var said = run("demo", "--once", "--data", folder.resolve("data").toString());

        assertThat(said.output())
                .contains("Watch it live: http://127.0.0.1:")
                .contains("✓ plan", "✓ generate", "✓ test", "✓ package", "✓ report")
                .contains("COMPLETED in ");
        assertThat(said.exit()).isZero();
    }

    @Test
    void an_address_that_strangers_reach_is_refused() throws Exception {
        var said = run("server", "--host", "0.0.0.0", "--data", folder.resolve("data").toString());

        assertThat(said.output()).contains("no authentication").contains("--insecure");
        assertThat(said.output()).doesNotContain("\tat ");
        assertThat(said.exit()).isNotZero();
    }

    @Test
    void a_taken_port_is_one_clear_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var said =
                    run(
                            "server",
                            "--port",
                            String.valueOf(taken.getLocalPort()),
                            "--data",
                            folder.resolve("data").toString());

            assertThat(said.output()).contains("port " + taken.getLocalPort() + " is taken");
            assertThat(said.output().lines()).hasSize(1);
            assertThat(said.exit()).isNotZero();
        }
    }

    @Test
    void a_second_server_on_one_folder_is_refused_and_the_first_ends_cleanly() throws Exception {
        var data = folder.resolve("data");
        try (var server = ServerProcess.start(data, ServerProcess.freePort(), Map.of())) {
            server.awaitReady();
            var said =
                    run(
                            "server",
                            "--port",
                            String.valueOf(ServerProcess.freePort()),
                            "--data",
                            data.toString());

            assertThat(said.output()).contains(data.toString());
            assertThat(said.output().lines()).hasSize(1);
            assertThat(said.exit()).isNotZero();

            long told = System.nanoTime();
            server.stop();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - told)).isLessThan(10);
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        }
    }

    private record Said(int exit, String output) {}

    private Said run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of("agent-runner").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        var output = folder.resolve("output.txt").toFile();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError("it does not end: " + Files.readString(output.toPath()));
        }
        return new Said(process.exitValue(), Files.readString(output.toPath()));
    }
}
