package io.agentrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormTokenTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final byte[] SECRET = FormSecret.random();

    private static FormToken at(Instant now) {
        return new FormToken(SECRET, InstantSource.fixed(now));
    }

    @Test
    void a_token_is_good_for_the_form_it_was_issued_for() {
        var token = at(NOON).issue("/runs");
        assertThat(at(NOON).check("/runs", token)).isTrue();
        assertThat(at(NOON.plus(Duration.ofHours(11))).check("/runs", token)).isTrue();
        assertThat(at(NOON).check("/runs/1/cancel", token)).isFalse();
    }

    @Test
    void a_token_ends_after_hours() {
        var token = at(NOON).issue("/runs");
        assertThat(at(NOON.plus(Duration.ofHours(13))).check("/runs", token)).isFalse();
    }

    @Test
    void nobody_without_the_secret_makes_one() {
        var other = new FormToken(FormSecret.random(), InstantSource.fixed(NOON)).issue("/runs");
        assertThat(at(NOON).check("/runs", other)).isFalse();
        assertThat(at(NOON).check("/runs", null)).isFalse();
        assertThat(at(NOON).check("/runs", "")).isFalse();
        assertThat(at(NOON).check("/runs", "not base64!")).isFalse();
        assertThat(at(NOON).check("/runs", "A".repeat(54))).isFalse();
    }

    @Test
    void the_secret_survives_a_restart(@TempDir Path folder) throws IOException {
        var first = FormSecret.in(folder);
        assertThat(FormSecret.in(folder)).isEqualTo(first).hasSize(32);
        assertThat(Files.getPosixFilePermissions(folder.resolve("form-secret"))).hasSize(2);
    }

    @Test
    void a_secret_half_written_is_made_anew(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("form-secret"), new byte[] {1, 2});
        assertThat(FormSecret.in(folder)).hasSize(32);
    }
}
