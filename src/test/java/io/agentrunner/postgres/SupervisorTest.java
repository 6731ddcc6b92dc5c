package io.agentrunner.postgres;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server that is killed while it is in use, with real kills. */
class SupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEEP = "CREATE TABLE kept AS SELECT 42 AS answer";

    @TempDir Path folder;
    private Cluster cluster;

    @BeforeEach
    void findTheCluster() {
        cluster = new Cluster(folder);
    }

    @Test
    void a_killed_server_is_back_at_the_same_address_with_its_data_each_time() {
        try (var server = EmbeddedPostgres.open(folder)) {
            TestDatabase.execute(server.settings(), KEEP);
            killed();
            isBack(server.settings());
            killed();
            isBack(server.settings());
        }
        assertThat(cluster.isRunning()).isFalse();
    }

    @Test
    void a_server_that_somebody_stopped_is_back_too() {
        try (var server = EmbeddedPostgres.open(folder)) {
            TestDatabase.execute(server.settings(), KEEP);
            cluster.stop();
            isBack(server.settings());
        }
    }

    @Test
    void a_server_taken_over_from_a_former_process_is_looked_after_as_well() throws Exception {
        try (var other = OtherProcess.holding(folder)) {
            assertThat(other.answer()).isEqualTo("ready");
            other.kill();
        }
        try (var server = EmbeddedPostgres.open(folder)) {
            killed();
            isBack(server.settings());
        }
    }

    @Test
    void while_another_program_has_the_port_it_tries_on() throws IOException {
        EmbeddedPostgres.open(folder).close();
        var port = cluster.start();
        cluster.stop();
        var settings = cluster.settings(port);
        var thief = new ServerSocket();
        thief.setReuseAddress(true);
        try (thief) {
            thief.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var supervisor = Supervisor.of(cluster, port);
            try (supervisor) {
                await().atMost(SOON).until(() -> refusals() >= 2);
                assertThat(cluster.isRunning()).isFalse();
                thief.close();
                await().atMost(SOON).until(cluster::isRunning);
                await().atMost(SOON).untilAsserted(() -> Connections.check(settings));
            }
        } finally {
            cluster.stop();
        }
    }

    @Test
    void closing_in_the_middle_of_a_start_leaves_nothing_running() throws IOException {
        var server = EmbeddedPostgres.open(folder);
        startsForMinutes();
        var former = killed();
        await().atMost(SOON).until(() -> cluster.isRunning() && postmaster().pid() != former.pid());
        var before = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        staysDown();
    }

    @Test
    void closing_when_a_start_has_just_begun_leaves_nothing_running() {
        var server = EmbeddedPostgres.open(folder);
        var former = killed();
        await().atMost(SOON)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .ignoreExceptions()
                .until(() -> postmaster().pid() != former.pid());
        server.close();
        staysDown();
    }

    @Test
    void it_says_once_what_happened_and_once_that_it_is_over() {
        var said = new ConcurrentLinkedQueue<String>();
        var listener = listener(said);
        var logger = Logger.getLogger(Supervisor.class.getName());
        logger.addHandler(listener);
        try (var server = EmbeddedPostgres.open(folder)) {
            TestDatabase.execute(server.settings(), KEEP);
            var pid = killed().pid();
            isBack(server.settings());
            await().atMost(SOON).until(() -> said.size() > 1);
            assertThat(said)
                    .containsExactly(
                            "WARN PostgreSQL on port %d (pid %d) was killed or crashed; starting it again"
                                    .formatted(server.settings().port(), pid),
                            "INFO PostgreSQL on port %d is back"
                                    .formatted(server.settings().port()));
        } finally {
            logger.removeHandler(listener);
        }
    }

    @Test
    void closed_means_closed() {
        EmbeddedPostgres.open(folder).close();
        staysDown();
    }

    private static Handler listener(Queue<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                var text = new SimpleFormatter().formatMessage(line).replaceAll(" after .*", "");
                said.add(line.getLevel().getName().replace("WARNING", "WARN") + " " + text);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private PostmasterFile killed() {
        var victim = postmaster();
        assertThat(ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly()).isTrue();
        return victim;
    }

    private void isBack(DatabaseSettings settings) {
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(Sql.one(settings, "SELECT answer FROM kept"))
                                        .isEqualTo("42"));
    }

    private void staysDown() {
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> !cluster.isRunning());
    }

    /** It recovers from an archive that never answers. */
    private void startsForMinutes() throws IOException {
        var data = folder.resolve("postgres");
        Files.writeString(
                data.resolve("postgresql.auto.conf"), "\nrestore_command = 'sleep 300'\n", APPEND);
        Files.createFile(data.resolve("recovery.signal"));
    }

    private long refusals() throws IOException {
        try (var lines = Files.lines(folder.resolve("postgres.log"))) {
            return lines.filter(line -> line.contains("Address already in use")).count();
        }
    }

    private PostmasterFile postmaster() {
        return cluster.postmaster().orElseThrow();
    }
}
