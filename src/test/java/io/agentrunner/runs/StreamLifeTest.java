package io.agentrunner.runs;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.runs.Sse.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How streams live while nothing happens, and what becomes of readers that don't read. */
@QuarkusTest
@TestProfile(StreamLifeTest.Lively.class)
@Timeout(60)
class StreamLifeTest {

    /** A server whose streams say five times a second that they are there. */
    public static class Lively extends ApplicationProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("agent-runner.stream-beat", "PT0.2S");
            return overrides;
        }
    }

    private static CompletableFuture<List<Event>> readAll(Sse stream) {
        return CompletableFuture.supplyAsync(stream::rest);
    }

    private static String run(Event event) {
        return JsonPath.from(event.data()).getString("runId");
    }

    private static void cancel(String run) {
        given().noContentType().post("/runs/" + run + "/cancel").then().statusCode(200);
    }

    @Test
    void a_stream_begins_with_a_comment_and_has_one_every_now_and_then() throws Exception {
        var run = AtTheDoor.started("nap");
        try (var stream = Sse.open("/runs/" + run + "/events")) {
            var events = readAll(stream);
            await("comments").until(() -> stream.comments.size() >= 4);
            cancel(run);
            assertThat(events.join().getLast().type()).isEqualTo("end");
            assertThat(stream.firstLine).startsWith(":");
        }
    }

    @Test
    void a_reader_for_whom_nothing_happens_moves_on_with_the_others() throws Exception {
        try (var stream = Sse.open("/events?type=run.canceled")) {
            var events = readAll(stream);
            await("a position").until(() -> stream.lastId != null);
            var begun = stream.lastId;
            AtTheDoor.ended(AtTheDoor.GREET);
            await("a later position").until(() -> !Objects.equals(stream.lastId, begun));
            assertThat(events).isNotDone();
        }
    }

    @Test
    void who_does_not_read_is_disconnected_and_nobody_waits_for_it() throws Exception {
        try (var lazy = new Socket();
                var eager = Sse.open("/events?type=run.created")) {
            lazy.setReceiveBufferSize(4096);
            lazy.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
            say(lazy, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(lazy.getInputStream().read()).isEqualTo('H');

            var enough = new AtomicBoolean();
            var heard = CompletableFuture.supplyAsync(() -> eager.restUntil(_ -> enough.get()));
            var large =
                    "{\"workflow\": \"nap\", \"inputs\": {\"pad\": \"%s\"}}"
                            .formatted("x".repeat(900_000));
            var runs = new ArrayList<String>();
            for (int i = 0; i < 15; i++) {
                runs.add(AtTheDoor.start(large).statusCode(201).extract().path("id"));
            }
            await("it is let go").atMost(Duration.ofSeconds(20)).until(() -> isGone(lazy));

            enough.set(true);
            runs.add(AtTheDoor.started("nap"));
            assertThat(heard.get(20, TimeUnit.SECONDS))
                    .extracting(StreamLifeTest::run)
                    .containsSubsequence(runs.subList(0, 15));
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** Who was cut off can't say anything any more; empty lines mean nothing to a server. */
    private static boolean isGone(Socket socket) {
        try {
            say(socket, "\r\n");
            return false;
        } catch (IOException gone) {
            return true;
        }
    }
}
