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
                items: "${lists.distinct([0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19])}"
                step: {type: shell, run: "head -c 60000 /dev/zero | tr '\\\\0' y"}
              told: {type: set, value: {big: "${steps.big.size}", many: "${steps.many.size}"}}
              read: {type: http, request: {method: GET, url: "${inputs.here}/artifacts/${steps.big.artifact}/content"}}
            output: {told: "${steps.told}", read: "${steps.read}"}
            """;

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
