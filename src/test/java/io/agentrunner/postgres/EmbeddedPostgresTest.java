package io.agentrunner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir Path folder;

    @Test
    void what_was_written_is_there_after_a_restart_at_the_same_address() throws SQLException {
        DatabaseSettings first;
        try (var server = EmbeddedPostgres.open(folder)) {
            first = server.settings();
            TestDatabase.execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (var server = EmbeddedPostgres.open(folder)) {
            assertThat(server.settings()).isEqualTo(first);
            assertThat(Sql.one(first, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void commits_are_durable_and_the_text_is_utf8() {
        try (var server = EmbeddedPostgres.open(folder)) {
            var settings = server.settings();
            assertThat(Sql.one(settings, "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.one(settings, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(Sql.one(settings, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(Sql.one(settings, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void the_second_start_is_quick() {
        EmbeddedPostgres.open(folder).close();
        var before = System.nanoTime();
        EmbeddedPostgres.open(folder).close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void a_wrong_password_opens_nothing_and_the_right_one_only_its_owner_can_read()
            throws IOException {
        try (var server = EmbeddedPostgres.open(folder)) {
            var known = server.settings();
            var stranger =
                    new DatabaseSettings(
                            known.host(), known.port(), known.database(), known.user(), "guess");
            assertThatThrownBy(() -> Connections.check(stranger))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("refused user agent_runner");
        }
        var permissions = Files.getPosixFilePermissions(folder.resolve("postgres.password"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    @Test
    void closing_twice_is_closing_once() {
        var server = EmbeddedPostgres.open(folder);
        server.close();
        server.close();
        assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_second_server_in_this_process_is_refused_and_disturbs_nothing() {
        try (var server = EmbeddedPostgres.open(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(Sql.one(server.settings(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void data_of_another_major_version_is_refused_by_name() throws IOException {
        EmbeddedPostgres.open(folder).close();
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("was made by PostgreSQL 17");
    }

    @Test
    void a_lost_password_is_said_to_be_lost() throws IOException {
        EmbeddedPostgres.open(folder).close();
        Files.delete(folder.resolve("postgres.password"));
        assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("postgres.password does not hold the password");
        assertThat(new Cluster(folder).isRunning()).isFalse();
    }

    @Test
    void a_file_in_place_of_the_data_folder_is_refused() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgres.open(file))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("is a file, not a folder");
    }
}
