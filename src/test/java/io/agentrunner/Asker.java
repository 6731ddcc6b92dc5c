package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks several things at once and measures how long each answer takes. */
final class Asker {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    Asker(URI server) {
        this.server = server;
    }

    /** What came back, and after how long. */
    record Answer(HttpResponse<String> response, Duration after) {

        int status() {
            return response.statusCode();
        }

        /** It says that the server can't, and when to try again. */
        Answer isRefusedForNow() {
            assertThat(status()).as(response.toString()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            return this;
        }
    }

    /** Asks with those headers, name and value in turn. */
    CompletableFuture<Answer> get(String path, String... headers) {
        return send(request(path, headers));
    }

    CompletableFuture<Answer> post(String path, String json, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofMinutes(1));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        long asked = System.nanoTime();
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(it -> new Answer(it, Duration.ofNanos(System.nanoTime() - asked)));
    }
}
