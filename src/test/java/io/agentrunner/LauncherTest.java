package io.agentrunner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, in a checkout whose Maven only notes that it was called and puts a small jar in
 * place.
 */
class LauncherTest {

    private static final String MAVEN =
            """
            #!/bin/sh
            echo built >> builds
            while [ -e hold ]; do sleep 0.02; done
            [ ! -e broken ] || { echo "Main.java:[2,24] incompatible types"; exit 1; }
            mkdir -p target/quarkus-app
            cp echo.jar target/quarkus-app/quarkus-run.jar
            if [ -e edit ]; then
                until [ src/main/Main.java -nt target/agent-runner.began ]; do touch src/main/Main.java; done
                until [ target/quarkus-app/quarkus-run.jar -nt src/main/Main.java ]; do
                    touch target/quarkus-app/quarkus-run.jar
                done
                rm edit
            fi
            """;

    @TempDir Path folder;
    Path checkout;

    @BeforeEach
    void check_out() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a check out"));
        var real = Path.of("").toAbsolutePath();
        Files.createDirectories(checkout.resolve("src/main"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.copy(real.resolve("agent-runner"), launcher());
        Files.copy(real.resolve(".mvn/jdk.sh"), checkout.resolve(".mvn/jdk.sh"));
        assertThat(launcher().toFile().setExecutable(true)).isTrue();
        Files.writeString(checkout.resolve("mvnw"), MAVEN);
        assertThat(checkout.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        Files.writeString(checkout.resolve("src/main/Main.java"), "");
        Files.writeString(checkout.resolve("pom.xml"), "");
        writeEchoJar(checkout.resolve("echo.jar"));
    }

    @Test
    void the_first_start_builds_and_later_ones_do_not() throws Exception {
        assertThat(launch("version").err()).contains("building agent-runner (first time");
        assertThat(launch("version").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void an_edited_source_is_built() throws Exception {
        launch("version");
        Files.writeString(checkout.resolve("src/main/Main.java"), "class Main {}");
        assertThat(launch("version").err()).contains("its sources have changed");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void a_workflow_of_ones_own_is_built() throws Exception {
        launch("version");
        var own = Files.createDirectories(checkout.resolve("workflows/java"));
        Files.writeString(own.resolve("Mine.java"), "class Mine {}");
        launch("version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void a_deleted_source_is_noticed() throws Exception {
        launch("version");
        Files.delete(checkout.resolve("src/main/Main.java"));
        launch("version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void what_is_edited_during_a_build_is_built_the_next_time() throws Exception {
        Files.createFile(checkout.resolve("edit"));
        launch("version");
        launch("version");
        launch("version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void two_started_together_build_once() throws Exception {
        var hold = Files.createFile(checkout.resolve("hold"));
        var first = start(checkout, launcher(), "first");
        await().until(() -> Files.exists(checkout.resolve("builds")));
        var second = start(checkout, launcher(), "second");
        await().until(
                        () ->
                                Files.readString(folder.resolve("second.err"))
                                        .contains("waiting for it"));
        Files.delete(hold);
        assertThat(end(first, "first").status()).isZero();
        assertThat(end(second, "second").status()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void a_failed_build_is_shown_and_starts_nothing_not_even_the_build_before() throws Exception {
        launch("version");
        Files.createFile(checkout.resolve("broken"));
        Files.writeString(checkout.resolve("src/main/Main.java"), "class Main {");
        var launched = launch("version");
        assertThat(launched.status()).isEqualTo(1);
        assertThat(launched.out()).isEmpty();
        assertThat(launched.err()).contains("incompatible types", "could not be built");
    }

    @Test
    void arguments_arrive_as_typed_and_the_working_directory_stays() throws Exception {
        var elsewhere = Files.createDirectories(folder.resolve("else where"));
        var link =
                Files.createSymbolicLink(
                        elsewhere.resolve("link"), Path.of("../a check out/agent-runner"));
        var launched = end(start(elsewhere, link, "linked", "a b", "", "*", "$HOME"), "linked");
        assertThat(launched.out().lines())
                .containsExactly(
                        "[a b, , *, $HOME]",
                        elsewhere.toRealPath().toString(),
                        checkout.toRealPath().toString());
    }

    @Test
    void a_distribution_is_never_built() throws Exception {
        launch("version");
        Files.delete(checkout.resolve("pom.xml"));
        Files.writeString(checkout.resolve("src/main/Main.java"), "newer");
        assertThat(launch("version").status()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void a_class_cache_that_is_none_is_no_obstacle_and_not_worth_a_word() throws Exception {
        launch("version");
        Files.writeString(checkout.resolve("target/quarkus-app/server.aot"), "no cache");
        var launched = launch("server", "--port", "1");
        assertThat(launched.status()).isZero();
        assertThat(launched.out()).startsWith("[server, --port, 1]\n");
        assertThat(launched.err()).isEmpty();
    }

    @Test
    void without_a_new_enough_jdk_it_says_how_to_get_one() throws Exception {
        var script = checkout.resolve(".mvn/jdk.sh");
        Files.writeString(script, Files.readString(script).replaceFirst("need=\\d+", "need=999"));
        var launched = launch("version");
        assertThat(launched.status()).isEqualTo(1);
        assertThat(launched.err()).contains("needs a JDK 999 or newer", "JAVA_HOME=");
    }

    /** The program that the launcher starts here: prints what reached it. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] args) {
            System.out.println(List.of(args));
            System.out.println(System.getProperty("user.dir"));
            System.out.println(System.getProperty("agent-runner.home"));
        }
    }

    private record Launched(int status, String out, String err) {}

    private Launched launch(String... arguments) throws Exception {
        return end(start(checkout, launcher(), "only", arguments), "only");
    }

    private Process start(Path workingDirectory, Path launcher, String name, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command)
                        .directory(workingDirectory.toFile())
                        .redirectOutput(folder.resolve(name + ".out").toFile())
                        .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("AGENT_RUNNER_JAVA_OPTS");
        return builder.start();
    }

    private Launched end(Process process, String name) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Launched(
                process.exitValue(),
                Files.readString(folder.resolve(name + ".out")),
                Files.readString(folder.resolve(name + ".err")));
    }

    private Path launcher() {
        return checkout.resolve("agent-runner");
    }

    private int builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private static void writeEchoJar(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        var name = Echo.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var bytes = Echo.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            requireNonNull(bytes).transferTo(out);
        }
    }
}
