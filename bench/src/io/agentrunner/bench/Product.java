package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.cli.Main;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.quarkus.arc.Arc;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The whole server, in this process, with everything that it has in production. */
final class Product {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI address;

    private Product(URI address) {
        this.address = address;
    }

    /** Starts it; there is one in a process, and it ends with that. */
    static Product start(Path data) throws IOException, InterruptedException {
        var port = freePort();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () ->
                                Main.main(
                                        "server",
                                        "--port",
                                        String.valueOf(port),
                                        "--data",
                                        data.toString()));
        var product = new Product(URI.create("http://127.0.0.1:" + port));
        while (!product.isReady()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return product;
    }

    URI address() {
        return address;
    }

    <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    DatabaseSettings database() {
        return bean(DatabaseSettings.class);
    }

    /** Publishes a blueprint. */
    Published publish(String json) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address.resolve("/workflows"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        var name = json.replaceAll("(?s).*?\"name\": *\"([^\"]+)\".*", "$1");
        return bean(Workflows.class).current(name).toCompletableFuture().join().orElseThrow();
    }

    /** Starts a run and waits for its end. */
    CompletionStage<Run> completed(Published workflow) {
        var engine = bean(Engine.class);
        return engine.start(request(workflow))
                .thenCompose(
                        started ->
                                engine.await(
                                        ((Started.Created) started).run().id(),
                                        Duration.ofSeconds(60)))
                .thenApply(run -> checked(run.orElseThrow()));
    }

    static StartRequest request(Published workflow) {
        return new StartRequest(workflow, "{}", List.of(), "{}", 0, null, null, null, null);
    }

    private static Run checked(Run run) {
        if (run.state() != RunState.COMPLETED) {
            throw new IllegalStateException("the run is " + run.state() + ": " + run.message());
        }
        return run;
    }

    private boolean isReady() throws InterruptedException {
        try {
            var probe = HttpRequest.newBuilder(address.resolve("/readyz")).build();
            return HTTP.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
