package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.ServerPhase;
import io.agentrunner.runs.Sse.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(DrainingTest.OfItsOwn.class)
@Timeout(60)
class DrainingTest {

    /** A server that nobody else tests, since it serves nobody afterwards. */
    public static class OfItsOwn extends ApplicationProfile {}

    @Inject ServerPhase phase;

    @Test
    void a_server_that_ends_ends_its_streams_so_that_readers_come_again() throws Exception {
        var run = AtTheDoor.started("nap");
        try (var one = Sse.open("/runs/" + run + "/events");
                var all = Sse.open("/events")) {
            one.until(event -> event.type().equals("run.waiting"));
            phase.drain();
            assertThat(one.all()).extracting(Event::type).doesNotContain("end");
            assertThat(all.all()).extracting(Event::type).doesNotContain("end", "gap");
        }
        try (var again = Sse.open("/runs/" + run + "/events", "Last-Event-ID", "2")) {
            assertThat(again.status()).isEqualTo(503);
            assertThat(again.header("Retry-After")).isNotEmpty();
        }
    }
}
