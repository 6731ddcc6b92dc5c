package io.agentrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentrunner.journal.EventCodec;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A client of a server that may be killed at any moment. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final URI server;

    Api(URI server) {
        this.server = server;
    }

    /** Publishes a blueprint. */
    void publish(String yaml) throws IOException, InterruptedException {
        var answer = send(post("/workflows", "application/yaml", yaml));
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.body());
        }
    }

    /** Starts a run; the same key again names the same run. */
    String start(String key, String body) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(post("/runs", "application/json", body), (_, _) -> true)
                        .header("Idempotency-Key", key)
                        .build();
        var answer = send(request);
        if (answer.statusCode() != 201 && answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** Sends JSON, whatever comes of it. */
    JsonNode ask(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(send(post(path, "application/json", body)).body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send(request(path).build()).body());
    }

    /** Everything that happened to the run, as the API tells it. */
    List<JsonNode> events(String run) throws IOException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        long last = 0;
        while (true) {
            var page = get("/runs/" + run + "/events?limit=500&after=" + last).path("items");
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
            last = all.getLast().path("seq").asLong();
        }
    }

    /** The run that those events tell of; fails when they are no history of a run. */
    static Run fold(String run, List<JsonNode> events) {
        var history = new ArrayList<RunEvent>();
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            if (event.path("seq").asLong() != i + 1) {
                throw new AssertionError("a gap at " + i + " in " + events);
            }
            history.add(
                    EventCodec.decode(
                            event.path("type").asText(),
                            Instant.parse(event.path("at").asText()),
                            event.path("data").toString()));
        }
        return Run.fold(RunId.of(run), history);
    }

    private HttpRequest post(String path, String type, String body) {
        return request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
