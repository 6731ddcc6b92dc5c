package io.agentrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.Gate.Caller;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Gate GATE =
            new Gate(new AllowedHosts(List.of("runner.example", "192.168.1.5")));

    private static Optional<ProblemType> refusal(Caller caller) {
        try {
            GATE.admit(caller);
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem.type());
        }
    }

    private static Caller get(String host, int port) {
        return new Caller("GET", HostAndPort.create(host, port), null, null, null, null, false);
    }

    private static Caller post(String host, int port, @Nullable String origin) {
        return new Caller(
                "POST",
                HostAndPort.create(host, port),
                origin,
                null,
                "application/json",
                "2",
                false);
    }

    private static Caller body(@Nullable String type, @Nullable String length, boolean chunked) {
        return new Caller(
                "POST", HostAndPort.create("localhost", 80), null, null, type, length, chunked);
    }

    @Test
    void the_names_of_loopback_and_those_configured_are_answered_to() {
        for (var host : List.of("localhost", "LocalHost", "127.0.0.1", "[::1]", "::1")) {
            assertThat(refusal(get(host, 8080))).isEmpty();
        }
        assertThat(refusal(get("runner.example", -1))).isEmpty();
        assertThat(refusal(get("192.168.1.5", 8080))).isEmpty();
        for (var host : List.of("evil.example", "localhost.evil.example", "localhost.", "")) {
            assertThat(refusal(get(host, 8080))).contains(ProblemType.FORBIDDEN);
        }
    }

    @Test
    void a_request_without_a_name_is_refused() {
        var nameless = new Caller("GET", null, null, null, null, null, false);
        assertThat(refusal(nameless)).contains(ProblemType.FORBIDDEN);
    }

    @Test
    void an_origin_is_the_same_only_with_the_same_host_and_port() {
        assertThat(refusal(post("localhost", 8080, "http://localhost:8080"))).isEmpty();
        assertThat(refusal(post("::1", 8080, "http://[::1]:8080"))).isEmpty();
        assertThat(refusal(post("runner.example", -1, "https://runner.example"))).isEmpty();
        assertThat(refusal(post("runner.example", 443, "https://runner.example"))).isEmpty();
        for (var origin :
                List.of(
                        "http://localhost",
                        "http://localhost:9090",
                        "http://127.0.0.1:8080",
                        "http://evil.example:8080",
                        "null",
                        "",
                        "not an origin")) {
            assertThat(refusal(post("localhost", 8080, origin))).contains(ProblemType.FORBIDDEN);
        }
    }

    @Test
    void reading_needs_no_origin() {
        var reading =
                new Caller(
                        "GET",
                        HostAndPort.create("localhost", 80),
                        "http://evil.example",
                        "cross-site",
                        null,
                        null,
                        false);
        assertThat(refusal(reading)).isEmpty();
    }

    @Test
    void bodies_are_json_yaml_or_nothing() {
        for (var type :
                List.of(
                        "application/json",
                        "application/json; charset=utf-8",
                        "APPLICATION/YAML",
                        "text/yaml",
                        "application/x-ndjson",
                        "application/merge-patch+json")) {
            assertThat(refusal(body(type, "2", false))).isEmpty();
        }
        assertThat(refusal(body(null, "0", false))).isEmpty();
        assertThat(refusal(body(null, null, false))).isEmpty();
        for (var type : List.of("text/plain", "multipart/form-data; boundary=x", "text/html")) {
            assertThat(refusal(body(type, "2", false))).contains(ProblemType.UNSUPPORTED);
        }
        assertThat(refusal(body(null, "2", false))).contains(ProblemType.UNSUPPORTED);
        assertThat(refusal(body(null, null, true))).contains(ProblemType.UNSUPPORTED);
    }

    @Test
    void a_body_that_says_it_is_too_large_is_not_read() {
        assertThat(refusal(body("application/json", "1048576", false))).isEmpty();
        assertThat(refusal(body("application/json", "1048577", false)))
                .contains(ProblemType.TOO_LARGE);
    }
}
