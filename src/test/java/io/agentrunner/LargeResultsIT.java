package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results of mebibytes in the packaged application: what a step says of them and where they are.
 */
class LargeResultsIT {

    private static final String FETCHED = "x".repeat(5 << 20);
    private static final String WORKFLOW =
            """
            name: large
            inputs:
              type: object
              properties: {from: {type: string}, here: {type: string}}
            timeline: [big, many, told, read]
            steps:
              big: {type: http, request: {method: GET, url: "${inputs.from}"}}
              many:
                type: forEach
                items: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]
                step: {type: shell, run: "head -c 60000 /dev/zero | tr '\\\\0' y"}
              told: {type: set, value: {big: "${steps.big.size}", many: "${steps.many.size}"}}
              read: {type: http, request: {method: GET, url: "${inputs.here}/artifacts/${steps.big.artifact}/content"}}
            output: {told: "${steps.told}", read: "${steps.read}"}
            """;

    private static final String TOO_LARGE =
            """
            name: too-large
            timeline: [first, all]
            steps:
              first: {type: set, value: 1}
              all: {type: forEach, items: %s, step: {type: set, value: "${inputs.text}"}}
            """
                    .formatted(Collections.nCopies(101, 0));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path data;

    @Test
    void what_is_large_is_an_artifact_for_the_steps_that_follow() throws Exception {
        var source = source();
        try (var server = ServerProcess.start(data, ServerProcess.freePort(), Map.of())) {
            var here = server.awaitReady().baseUri();
            var api = new Api(here);
            api.publish(WORKFLOW);
            var from = "http://127.0.0.1:" + source.getAddress().getPort() + "/";
            var inputs = "{\"from\": \"%s\", \"here\": \"%s\"}".formatted(from, here);
            var run =
                    api.start("it", "{\"workflow\": \"large\", \"inputs\": %s}".formatted(inputs));
            Awaitility.await().until(() -> !api.get("/runs/" + run).path("endedAt").isNull());

            var ended = api.get("/runs/" + run);
            assertThat(ended.path("state").asText())
                    .as("%s", ended.path("message"))
                    .isEqualTo("COMPLETED");
            var big = api.get("/runs/" + run + "/steps/big").path("result");
            var many = api.get("/runs/" + run + "/steps/many").path("result");
            var told = ended.path("result").path("told");
            assertThat(told.path("big")).isEqualTo(big.path("size"));
            assertThat(told.path("many")).isEqualTo(many.path("size"));

            assertThat(download(here, big).path("body").asText()).isEqualTo(FETCHED);
            assertThat(download(here, many)).hasSize(20);
            assertThat(download(here, many).get(19).path("stdout").asText())
                    .isEqualTo("y".repeat(60_000));
            var again = download(here, ended.path("result").path("read"));
            assertThat(again.path("body").path("body").asText()).isEqualTo(FETCHED);

            assertThat(api.get("/runs/" + run + "/artifacts").path("items"))
                    .filteredOn(it -> it.path("kind").asText().equals("result"))
                    .extracting(it -> it.path("step").asText() + " " + it.path("name").asText())
                    .containsExactly("big result.json", "many result.json", "read result.json");
            assertThat(page(here, run))
                    .contains("href=\"/artifacts/" + big.path("artifact").asText() + "/content\"");
        } finally {
            source.stop(0);
        }
    }

    @Test
    void what_nobody_may_leave_behind_fails_its_step_and_harms_nobody() throws Exception {
        try (var server = ServerProcess.start(data, ServerProcess.freePort(), Map.of())) {
            var api = new Api(server.awaitReady().baseUri());
            api.publish(TOO_LARGE);
            var inputs = "{\"text\": \"%s\"}".formatted("z".repeat(1_048_000));
            var run =
                    api.start(
                            "it",
                            "{\"workflow\": \"too-large\", \"inputs\": %s}".formatted(inputs));
            ended(api, run, "FAILED");

            var step = api.get("/runs/" + run + "/steps/all");
            assertThat(step.path("reason").asText()).isEqualTo("PAYLOAD_LIMIT");
            assertThat(step.path("attempts").get(0).path("error").path("code").asText())
                    .isEqualTo("PAYLOAD_LIMIT");
            assertThat(api.get("/runs/" + run + "/artifacts").path("items")).isEmpty();
            assertThat(api.get("/runs/" + run + "/lineage").path("forks")).isEmpty();
            var again = api.ask("/runs/" + run + "/retry", "{\"reason\": \"maybe it is smaller\"}");
            ended(api, again.path("id").asText(), "FAILED");
        }
    }

    @Test
    void a_client_that_would_rather_have_http_2_gets_http_1_1() throws Exception {
        try (var server = ServerProcess.start(data, ServerProcess.freePort(), Map.of())) {
            var asked = HttpRequest.newBuilder(server.awaitReady().baseUri().resolve("/healthz"));
            var answer = HTTP.send(asked.build(), BodyHandlers.discarding());
            assertThat(HTTP.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    private static HttpServer source() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var source = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        source.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, FETCHED.length());
                    exchange.getResponseBody().write(FETCHED.getBytes(StandardCharsets.UTF_8));
                    exchange.close();
                });
        source.start();
        return source;
    }

    private static JsonNode ended(Api api, String run, String state) throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isOver(api, run));
        var ended = api.get("/runs/" + run);
        assertThat(ended.path("state").asText()).as("%s", ended.path("message")).isEqualTo(state);
        return ended;
    }

    private static boolean isOver(Api api, String run) throws Exception {
        return !api.get("/runs?q=" + run).path("items").path(0).path("endedAt").isNull();
    }

    private static JsonNode download(URI server, JsonNode reference)
            throws IOException, InterruptedException {
        var content =
                get(
                        server,
                        "/artifacts/" + reference.path("artifact").asText() + "/content",
                        "*/*");
        assertThat(content).hasSize(reference.path("size").asInt());
        return JSON.readTree(content);
    }

    private static String page(URI server, String run) throws IOException, InterruptedException {
        return get(server, "/runs/" + run + "?step=big", "text/html");
    }

    private static String get(URI server, String path, String accept)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Accept", accept).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }
}
