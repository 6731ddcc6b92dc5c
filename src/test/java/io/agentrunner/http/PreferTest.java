package io.agentrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreferTest {

    private static Optional<Duration> waitOf(String... headers) {
        return Prefer.wait(List.of(headers));
    }

    @Test
    void seconds_are_read_wherever_they_stand() {
        assertThat(waitOf("wait=10")).contains(Duration.ofSeconds(10));
        assertThat(waitOf("respond-async, WAIT = 10")).contains(Duration.ofSeconds(10));
        assertThat(waitOf("respond-async", "wait=\"7\"; x=y")).contains(Duration.ofSeconds(7));
        assertThat(waitOf("wait=0")).contains(Duration.ZERO);
    }

    @Test
    void nobody_waits_longer_than_a_minute() {
        assertThat(waitOf("wait=600")).contains(Duration.ofSeconds(60));
        assertThat(waitOf("wait=99999999999999999")).contains(Duration.ofSeconds(60));
    }

    @Test
    void what_cannot_be_read_is_no_preference() {
        assertThat(waitOf()).isEmpty();
        assertThat(waitOf("wait")).isEmpty();
        assertThat(waitOf("wait=soon")).isEmpty();
        assertThat(waitOf("wait=-1")).isEmpty();
        assertThat(waitOf("wait=1.5")).isEmpty();
        assertThat(waitOf("await=5")).isEmpty();
        assertThat(waitOf("note=\"a, wait=5\"")).isEmpty();
    }

    @Test
    void the_first_of_two_counts() {
        assertThat(waitOf("wait=1, wait=2")).contains(Duration.ofSeconds(1));
        assertThat(waitOf("wait=soon, wait=2")).isEmpty();
    }
}
