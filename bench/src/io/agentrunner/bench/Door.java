package io.agentrunner.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** What is asked of a server now and then, at its port on this machine. */
record Door(int port) {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A port that nobody listens on at this moment. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it serves; fails when it is not alive any more. */
    void awaitReady(BooleanSupplier alive) throws IOException, InterruptedException {
        long until = System.nanoTime() + LONGEST_START.toNanos();
        while (!isReady()) {
            if (!alive.getAsBoolean() || System.nanoTime() > until) {
                throw new IOException("the server did not start");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Publishes a blueprint. */
    void publish(Blueprint blueprint) throws IOException, InterruptedException {
        post("/workflows", blueprint.json());
    }

    /** Starts a run and waits for its end; returns its id. */
    String complete(Blueprint blueprint) throws IOException, InterruptedException {
        var run = post("/runs", "{\"workflow\": \"%s\"}".formatted(blueprint.name()));
        var id = ID.matcher(run);
        if (!run.contains("\"state\":\"COMPLETED\"") || !id.find()) {
            throw new IOException("the run did not complete: " + run);
        }
        return id.group(1);
    }

    private String post(String path, String json) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address(path))
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=30")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private boolean isReady() throws InterruptedException {
        try {
            var probe = HttpRequest.newBuilder(address("/readyz")).build();
            return HTTP.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
