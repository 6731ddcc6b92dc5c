package io.agentrunner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final Path PLACE = Path.of("/data");

    @Test
    void a_full_disk_is_called_full() {
        assertThat(Refusal.of(PLACE, new IOException("No space left on device")))
                .hasMessage("The disk that holds /data is full; make room and start again.");
    }

    @Test
    void machines_without_user_namespaces_are_told_from_full_disks() {
        assertThat(Refusal.of(PLACE, "unshare: unshare failed: No space left on device\n"))
                .hasMessageContaining("no user namespaces")
                .hasMessageContaining("AGENT_RUNNER_DATABASE_URL");
    }

    @Test
    void a_folder_of_someone_else_is_said_to_be_one() {
        assertThat(Refusal.of(PLACE, new AccessDeniedException("/data/lock")))
                .hasMessageContaining("/data may not be written by user");
        assertThat(
                        Refusal.of(
                                PLACE,
                                "initdb: error: could not access \"/data\": Permission denied"))
                .hasMessageContaining("/data may not be written by user");
    }

    @Test
    void of_a_long_story_the_fatal_line_is_passed_on() {
        assertThat(
                        Refusal.of(
                                PLACE,
                                """
                                waiting for server to start.... stopped waiting
                                2026-01-01 12:00:00.000 UTC [7] LOG:  starting PostgreSQL
                                2026-01-01 12:00:00.001 UTC [7] FATAL:  could not map anonymous shared memory
                                pg_ctl: could not start server
                                """))
                .hasMessage(
                        "The data folder /data can't be used: could not map anonymous shared memory");
    }
}
