package io.agentrunner.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DeadlineTest.Impatient.class)
class DeadlineTest {

    /** A server that answers within 300 ms. */
    public static class Impatient extends ApplicationProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("agent-runner.answer-within", "PT0.3S");
            return overrides;
        }
    }

    @Test
    void a_client_is_answered_in_time_by_whatever_is_late() {
        given().get("/test-door/slow?millis=60000")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo("/problems/unavailable"))
                .body("instance", equalTo("/test-door/slow"));
        given().get("/test-door/slow?millis=0").then().statusCode(200);
    }

    @Test
    void a_client_that_would_wait_longer_is_given_longer() {
        given().header("Prefer", "wait=20")
                .get("/test-door/slow?millis=600")
                .then()
                .statusCode(200)
                .body(containsString("late"));
    }

    @Test
    void an_answer_that_comes_after_all_disturbs_nobody() throws IOException {
        var said = new ConcurrentLinkedQueue<String>();
        var ear =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        said.add(line.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        var log = Logger.getLogger(Problems.class.getName());
        log.addHandler(ear);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            ask(socket, "/test-door/slow?millis=500");
            assertThat(lines.readLine()).startsWith("HTTP/1.1 503");
            ask(socket, "/test-door/slow?millis=250");
            assertThat(lines.lines().dropWhile(line -> !line.contains("HTTP/1.1")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).contains("HTTP/1.1 200"));
        } finally {
            log.removeHandler(ear);
        }
        assertThat(said).isEmpty();
    }

    private static void ask(Socket socket, String path) throws IOException {
        var request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
        socket.getOutputStream().write(request.getBytes(UTF_8));
    }

    @Test
    void the_time_a_client_takes_over_its_body_is_its_own() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            var out = socket.getOutputStream();
            out.write(
                    ("POST /test-door HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\n"
                                    + "Content-Type: application/json\r\n\r\n{\"name\": ")
                            .getBytes(UTF_8));
            given().get("/test-door/slow?millis=60000").then().statusCode(503);
            given().get("/test-door/slow?millis=60000").then().statusCode(503);
            out.write("\"Ann\"}".getBytes(UTF_8));
            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                            .readLine();
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }
}
