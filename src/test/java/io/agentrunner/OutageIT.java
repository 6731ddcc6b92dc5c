package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.RunState;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under load and comes back: nobody is told a lie and nothing is lost. */
class OutageIT {

    /** Long with the profile for long proofs, short otherwise. */
    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("outage.seconds", 8));

    private static final int RUNS = 30;

    private static final String WORKFLOW =
            """
            name: steady
            inputs: {type: object, properties: {trace: {type: string}}}
            timeline: [one, two, three]
            steps:
              one: {type: shell, run: "sleep 2; echo ${run.id} one >> ${inputs.trace}"}
              two: {type: shell, run: "sleep 1; echo ${run.id} two >> ${inputs.trace}"}
              three: {type: shell, run: "echo ${run.id} three >> ${inputs.trace}"}
            """;

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void an_outage_is_said_and_outlived() throws Exception {
        var pg = new DatabaseOptions(folder.resolve("pg"), null, null, null);
        var database = Database.open(pg);
        try (var server = start(database.settings())) {
            var api = new Api(server.baseUri());
            api.publish(WORKFLOW);
            var runs = new ArrayList<String>();
            var body =
                    "{\"workflow\": \"steady\", \"inputs\": {\"trace\": \"%s\"}}"
                            .formatted(folder.resolve("trace"));
            for (int i = 0; i < RUNS; i++) {
                runs.add(api.start("run-" + i, body));
            }
            await("the first steps are done")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.exists(folder.resolve("trace")));

            database.close();
            long gone = System.nanoTime();
            await("the server says so")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> get(server, "/readyz").statusCode() == 503);
            var refused = post(server, body);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
            await("the outage lasts")
                    .atMost(OUTAGE.plusSeconds(30))
                    .until(() -> System.nanoTime() - gone > OUTAGE.toNanos());

            database = Database.open(pg);
            await("the server is ready again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> get(server, "/readyz").statusCode() == 200);
            assertThat(post(server, body).statusCode()).isEqualTo(201);
            await("all runs end")
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () ->
                                    api.get("/runs?state=COMPLETED&limit=1").path("total").asLong()
                                            == RUNS + 1);
            for (var run : runs) {
                assertThat(Api.fold(run, api.events(run)).state()).isEqualTo(RunState.COMPLETED);
            }
            assertThat(Files.readAllLines(folder.resolve("trace")))
                    .as("each step was made once: its result was held, not lost")
                    .hasSize(3 * (RUNS + 1))
                    .doesNotHaveDuplicates();
        } finally {
            database.close();
        }
    }

    private ServerProcess start(DatabaseSettings database) {
        return ServerProcess.start(
                        folder.resolve("data"),
                        ServerProcess.freePort(),
                        Map.of(
                                "AGENT_RUNNER_DATABASE_URL", database.reactiveUrl(),
                                "AGENT_RUNNER_DATABASE_USER", database.user(),
                                "AGENT_RUNNER_DATABASE_PASSWORD", database.password()))
                .awaitReady();
    }

    private HttpResponse<String> get(ServerProcess server, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.baseUri().resolve(path)).build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(ServerProcess server, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.baseUri().resolve("/runs"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
