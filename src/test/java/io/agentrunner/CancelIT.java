package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long after the request to cancel it the last process of a run is gone. */
@Timeout(120)
class CancelIT {

    private static final int PROCESSES = 4;
    private static final int MEASURED = 3;

    /**
     * All its processes hold one pipe open, which ends with the last of them: nobody has to look
     * for processes, and none can be overlooked. {@code wait} keeps a shell until it is told to
     * end.
     */
    private static final String WORKFLOW =
            """
            name: family
            inputs: {type: object, properties: {pipe: {type: string}}}
            timeline: [work, never]
            steps:
              work:
                type: shell
                env: {PIPE: "${inputs.pipe}"}
                run: |
                  exec 9> "$PIPE"
                  sh -c 'echo child >&9; sh -c "echo grandchild >&9; sleep 300 & wait" & wait' &
                  (setsid sh -c 'echo loner >&9; exec sleep 300' || true) &
                  echo parent >&9
                  wait
              never: {type: set, value: 1}
            """;

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_canceled_run_and_all_its_processes_are_gone_within_a_second() throws Exception {
        var port = ServerProcess.freePort();
        try (var server =
                ServerProcess.start(folder.resolve("data"), port, Map.of()).awaitReady()) {
            var api = new Api(server.baseUri());
            api.publish(WORKFLOW);
            cancelOne(server, api, "warm-up");
            var measured = new ArrayList<Duration>();
            for (int i = 0; i < MEASURED; i++) {
                measured.add(cancelOne(server, api, "measured-" + i));
            }
            System.out.println("from the request to the end of process and run: " + measured);
            assertThat(measured).allMatch(took -> took.compareTo(Duration.ofSeconds(1)) < 0);
        }
    }

    private Duration cancelOne(ServerProcess server, Api api, String name) throws Exception {
        var pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        try (var executor = Executors.newSingleThreadExecutor()) {
            // Opening a pipe waits for the other side.
            var opened =
                    CompletableFuture.supplyAsync(() -> open(pipe), executor)
                            .orTimeout(30, TimeUnit.SECONDS);
            var run =
                    api.start(
                            name,
                            "{\"workflow\": \"family\", \"inputs\": {\"pipe\": \"%s\"}}"
                                    .formatted(pipe));
            try (var alive = opened.get()) {
                for (int i = 0; i < PROCESSES; i++) {
                    assertThat(alive.readLine()).isNotNull();
                }
                long asked = System.nanoTime();
                assertThat(cancel(server, run).statusCode()).isBetween(200, 299);
                assertThat(alive.readLine()).as("what is left").isNull();
                assertThat(endOf(server, run)).isEqualTo("CANCELED");
                return Duration.ofNanos(System.nanoTime() - asked);
            }
        }
    }

    private static BufferedReader open(Path pipe) {
        try {
            return Files.newBufferedReader(pipe);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private HttpResponse<String> cancel(ServerProcess server, String run)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.baseUri().resolve("/runs/" + run + "/cancel"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private String endOf(ServerProcess server, String run)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.baseUri().resolve("/runs/" + run))
                        .header("Accept", "application/json")
                        .header("Prefer", "wait=20")
                        .build();
        var answer = http.send(request, BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(answer).path("state").asText();
    }
}
