package io.agentrunner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds after another process was killed, or while it lives, with real processes. */
class AfterKillTest {
    private static final String OTHERS =
            """
            SELECT count(*) FROM pg_stat_activity
             WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """;

    @TempDir Path folder;

    @Test
    void a_folder_another_process_holds_is_refused_by_name_and_pid() throws IOException {
        try (var other = OtherProcess.holding(folder)) {
            assertThat(other.answer()).isEqualTo("ready");
            assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + other.pid());
            assertThat(postmaster().isRunning()).isTrue();
        } finally {
            new Cluster(folder).stop();
        }
    }

    @Test
    void of_two_processes_that_start_at_once_one_is_refused_and_both_unpack_in_peace(
            @TempDir Path cache) throws IOException {
        var environment = Map.of("XDG_CACHE_HOME", cache.toString());
        try (var one = OtherProcess.holding(folder, environment);
                var two = OtherProcess.holding(folder.resolve("two"), environment);
                var three = OtherProcess.holding(folder, environment)) {
            assertThat(two.answer()).isEqualTo("ready");
            var answers = new String[] {one.answer(), three.answer()};
            assertThat(answers).contains("ready").anyMatch(said -> said.contains("is in use"));
            assertThat(cache.resolve("agent-runner")).isDirectoryNotContaining("glob:**.unpack-*");
        } finally {
            new Cluster(folder).stop();
            new Cluster(folder.resolve("two")).stop();
        }
    }

    @Test
    void the_server_of_a_killed_process_is_taken_over_without_its_clients() throws Exception {
        try (var other = OtherProcess.holding(folder)) {
            assertThat(other.answer()).isEqualTo("ready");
            other.kill();
        }
        var orphan = postmaster();
        assertThat(orphan.isRunning()).isTrue();
        try (var server = EmbeddedPostgres.open(folder)) {
            assertThat(postmaster().pid()).isEqualTo(orphan.pid());
            assertThat(Sql.one(server.settings(), OTHERS)).isEqualTo("0");
            assertThat(Sql.one(server.settings(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void a_server_killed_with_its_process_recovers() throws Exception {
        try (var other = OtherProcess.holding(folder)) {
            assertThat(other.answer()).isEqualTo("ready");
            other.kill();
        }
        var dead = postmaster();
        assertThat(ProcessHandle.of(dead.pid()).orElseThrow().destroyForcibly()).isTrue();
        try (var server = EmbeddedPostgres.open(folder)) {
            assertThat(postmaster().pid()).isNotEqualTo(dead.pid());
            assertThat(Sql.one(server.settings(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void a_pid_that_now_belongs_to_another_program_is_no_obstacle() throws IOException {
        staleWith(ProcessHandle.current().parent().orElseThrow().pid());
        try (var server = EmbeddedPostgres.open(folder)) {
            assertThat(Sql.one(server.settings(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_pid_that_now_belongs_to_another_server_of_ours_leaves_that_one_alone(
            @TempDir Path neighbour) throws IOException {
        try (var other = EmbeddedPostgres.open(neighbour)) {
            staleWith(PostmasterFile.of(neighbour.resolve("postgres")).orElseThrow().pid());
            try (var server = EmbeddedPostgres.open(folder)) {
                assertThat(server.settings().port()).isNotEqualTo(other.settings().port());
            }
            assertThat(Sql.one(other.settings(), "SELECT 1")).isEqualTo("1");
        }
    }

    /** A pid file as a killed server leaves it, after whose death the pid was given away. */
    private void staleWith(long pid) throws IOException {
        EmbeddedPostgres.open(folder).close();
        Files.writeString(
                folder.resolve("postgres/postmaster.pid"),
                "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n        1         1\nready\n"
                        .formatted(pid, folder.resolve("postgres")));
    }

    private PostmasterFile postmaster() {
        return PostmasterFile.of(folder.resolve("postgres")).orElseThrow();
    }
}
