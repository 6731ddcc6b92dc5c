package io.agentrunner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class RawRequestsTest {
    @Test
    void a_request_without_a_host_is_malformed() throws IOException {
        assertThat(ask("GET /limits HTTP/1.1\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void an_address_that_cannot_be_decoded_is_malformed() throws IOException {
        for (var path : new String[] {"/%zz", "/runs/%zz", "/runs?q=%zz", "/events?type=%zz"}) {
            problem("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n", 400, "malformed");
        }
    }

    @Test
    void an_address_that_is_too_long_is_told_the_limit() throws IOException {
        var path = "/runs?q=" + "a".repeat(9_000);
        assertThat(problem("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n", 414, "uri-too-long"))
                .contains("\"limit\":8192", "\"actual\":9008");
    }

    @Test
    void headers_that_are_too_large_are_told_the_limit() throws IOException {
        var header = "X-Long: " + "a".repeat(20_000) + "\r\n";
        assertThat(
                        problem(
                                "GET /runs HTTP/1.1\r\nHost: localhost\r\n" + header,
                                431,
                                "headers-too-large"))
                .contains("\"limit\":16384");
    }

    private static String problem(String head, int status, String code) throws IOException {
        var answer = ask(head);
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("Content-Type: application/problem+json")
                .contains("\"type\":\"/problems/" + code + "\"", "\"status\":" + status);
        return answer;
    }

    /** What comes back until the connection is closed. */
    private static String ask(String head) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            var request = head + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
