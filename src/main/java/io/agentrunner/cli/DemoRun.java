package io.agentrunner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Starts a run over the API and follows its event stream in the terminal until it ends. */
final class DemoRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String server;
    private final PrintStream out;
    private final HttpClient client = HttpClient.newHttpClient();

    DemoRun(String server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /** True when the run completed. */
    boolean watch(String workflow) throws IOException, InterruptedException {
        var run = start(workflow);
        var id = run.path("id").asText();
        out.printf("%nRun %s of %s%nWatch it live: %s/runs/%s%n%n", id, workflow, server, id);
        var bar = new ProgressBar(out, run.path("progress").path("totalSteps").asInt());
        follow(id, bar);
        var ended = get("/runs/" + id);
        bar.end(ended.path("state").asText(), ended.path("message").asText(""));
        return ended.path("state").asText().equals("COMPLETED");
    }

    private JsonNode start(String workflow) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("workflow", workflow);
        body.putArray("tags").add("demo");
        var request =
                HttpRequest.newBuilder(URI.create(server + "/runs"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new CannotStart(
                    "the run was refused: "
                            + JSON.readTree(response.body()).path("detail").asText());
        }
        return JSON.readTree(response.body());
    }

    /** The stream ends with the run. */
    private void follow(String id, ProgressBar bar) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server + "/runs/" + id + "/events"))
                        .header("Accept", "text/event-stream")
                        .timeout(Duration.ofHours(1))
                        .build();
        try (var lines = client.send(request, BodyHandlers.ofLines()).body()) {
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("data:") && line.length() > "data:".length()) {
                    show(JSON.readTree(line.substring("data:".length())), bar);
                }
            }
        }
    }

    private static void show(JsonNode event, ProgressBar bar) {
        if (event.has("lines")) {
            event.path("lines").forEach(line -> bar.says(line.path("text").asText()));
            return;
        }
        var step = event.path("data").path("path").asText();
        switch (event.path("type").asText()) {
            case "step.started" -> bar.started(step, event.path("data").path("attempt").asInt());
            case "step.completed" -> bar.completed(step);
            case "step.failed", "step.retry_scheduled" ->
                    bar.failed(step, event.path("data").path("error").path("message").asText());
            default -> {
                // The bar shows steps; the page shows everything.
            }
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .header("Accept", "application/json")
                        .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }
}
