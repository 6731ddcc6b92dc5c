package io.agentrunner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir Path folder;

    @Test
    void without_a_url_it_is_the_embedded_one_and_migrated() {
        try (var database = Database.open(DatabaseOptions.fromEnvironment(folder, Map.of()))) {
            assertThat(database.isEmbedded()).isTrue();
            assertThat(database.settings().database()).isEqualTo("agent_runner");
            assertThat(database.migrations().isCurrent()).isTrue();
        }
        assertThat(new Cluster(folder).isRunning()).isFalse();
    }

    @Test
    void with_a_url_no_server_is_started() {
        try (var database = Database.open(external(TestDatabase.empty(), null))) {
            assertThat(database.isEmbedded()).isFalse();
            assertThat(folder.resolve("postgres")).doesNotExist();
        }
    }

    @Test
    void the_data_folder_is_its_own_with_an_external_database_too() {
        try (var _ = Database.open(external(TestDatabase.empty(), null))) {
            assertUnusable(
                    external(TestDatabase.empty(), null), "is in use by another agent-runner");
        }
    }

    @Test
    void a_wrong_password_is_named() {
        assertUnusable(
                external(TestDatabase.empty(), "guess"),
                "refused user agent_runner; check AGENT_RUNNER_DATABASE_USER and AGENT_RUNNER_DATABASE_PASSWORD");
    }

    @Test
    void a_database_that_does_not_exist_is_named() {
        assertUnusable(
                external(TestDatabase.empty().withDatabase("nowhere"), null),
                "There is no database \"nowhere\"");
    }

    @Test
    void an_address_where_nobody_listens_is_named() {
        var port = ServerSettings.freePort();
        assertUnusable(
                external(new DatabaseSettings("127.0.0.1", port, "d", "u", "p"), null),
                "No PostgreSQL answers at 127.0.0.1:" + port + "/d");
    }

    @Test
    void a_server_that_says_nothing_is_given_up_within_seconds() throws IOException {
        try (var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var settings = new DatabaseSettings("127.0.0.1", silent.getLocalPort(), "d", "u", "p");
            var before = System.nanoTime();
            assertUnusable(external(settings, null), "No PostgreSQL answers at");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(7));
        }
    }

    @Test
    void a_refused_start_leaves_the_folder_free() {
        assertUnusable(external(TestDatabase.empty(), "guess"), "refused user");
        Database.open(external(TestDatabase.empty(), null)).close();
    }

    private static void assertUnusable(DatabaseOptions options, String saying) {
        assertThatThrownBy(() -> Database.open(options))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining(saying);
    }

    private DatabaseOptions external(DatabaseSettings settings, @Nullable String password) {
        return DatabaseOptions.fromEnvironment(
                folder,
                Map.of(
                        "AGENT_RUNNER_DATABASE_URL", settings.reactiveUrl(),
                        "AGENT_RUNNER_DATABASE_USER", settings.user(),
                        "AGENT_RUNNER_DATABASE_PASSWORD",
                                password == null ? settings.password() : password));
    }
}
