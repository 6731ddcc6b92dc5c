package io.agentrunner.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
        send(post("/workflows", blueprint.json()));
    }

    /** Starts a run and waits for its end; returns its id. */
    String complete(Blueprint blueprint) throws IOException, InterruptedException {
        var start = post("/runs", HttpLoad.start(blueprint)).header("Prefer", "wait=30");
        var run = send(start);
        if (!run.contains("\"state\":\"COMPLETED\"")) {
            throw new IOException("the run did not complete: " + run);
        }
        return id(run);
    }

    /** Starts a run, of which the request says all, and returns its id. */
    String start(String request) throws IOException, InterruptedException {
        return id(send(post("/runs", request)));
    }

    private static String id(String run) throws IOException {
        var id = ID.matcher(run);
        if (!id.find()) {
            throw new IOException("that is no run: " + run);
        }
        return id.group(1);
    }

    private HttpRequest.Builder post(String path, String json) {
        return HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private static String send(HttpRequest.Builder builder)
            throws IOException, InterruptedException {
        var request = builder.build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
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

    InetSocketAddress socket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
