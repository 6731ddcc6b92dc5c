package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come and go, on a server that is killed: what each saw is what the journal has. */
class StreamHarnessIT {

    private static final int RUNS = 20;
    private static final int CLIENTS = 50;
    private static final int KILLS = 4;
    private static final int STEPS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String WORKFLOW =
            """
            name: chatter
            timeline: [%s]
            steps:
            %s
            """
                    .formatted(
                            String.join(
                                    ", ",
                                    IntStream.range(0, STEPS).mapToObj(i -> "s" + i).toList()),
                            IntStream.range(0, STEPS)
                                    .mapToObj(StreamHarnessIT::step)
                                    .reduce("", String::concat));

    @TempDir Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port = ServerProcess.freePort();

    private static String step(int i) {
        return i % 2 == 0
                ? "  s%d: {type: sleep, for: PT0.7S, maxCrashes: 100}%n".formatted(i)
                : "  s%d: {type: set, value: %d, maxCrashes: 100}%n".formatted(i, i);
    }

    /** What a client saw of a stream: {@code 7 step.completed}. */
    private final class Client implements Callable<List<String>> {

        private final String run;
        private final Random random;
        private final List<String> seen = new ArrayList<>();
        private String last = "";
        private boolean ended;

        Client(String run, int number) {
            this.run = run;
            this.random = new Random(number);
        }

        @Override
        public List<String> call() {
            await("the stream of " + run + " ends")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(this::listen);
            return seen;
        }

        /**
         * Listens until the end, until the server is gone, or until it has heard enough for now.
         */
        private boolean listen() {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + port
                                                    + "/runs/"
                                                    + run
                                                    + "/events"))
                            .header("Accept", "text/event-stream")
                            .timeout(Duration.ofSeconds(10));
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            try {
                var answer = http.send(request.build(), BodyHandlers.ofLines());
                if (answer.statusCode() == 200) {
                    try (var lines = answer.body()) {
                        read(lines, 1 + random.nextInt(12));
                    }
                }
                return ended || answer.statusCode() == 204;
            } catch (IOException | UncheckedIOException gone) {
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return true;
            }
        }

        private void read(Stream<String> lines, int patience) {
            var id = "";
            var type = "";
            int heard = 0;
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    type = line.substring(6).strip();
                } else if (line.isEmpty()) {
                    if (type.equals("end")) {
                        ended = true;
                        return;
                    }
                    if (!id.isEmpty()) {
                        seen.add(id + " " + type);
                        last = id;
                        heard++;
                    }
                    id = "";
                    type = "";
                    if (heard >= patience) {
                        return;
                    }
                }
            }
        }
    }

    @Test
    void what_each_client_saw_equals_the_journal() throws Exception {
        var runs = new ArrayList<String>();
        var clients = new ArrayList<Future<List<String>>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int life = 0; life < KILLS; life++) {
                try (var server = start()) {
                    var api = new Api(server.baseUri());
                    if (life == 0) {
                        begin(api, runs);
                        for (int i = 0; i < CLIENTS; i++) {
                            clients.add(executor.submit(new Client(runs.get(i % RUNS), i)));
                        }
                    }
                    awaitEvents(api, runs, 5 * RUNS);
                    server.kill9();
                }
            }
            try (var server = start()) {
                var api = new Api(server.baseUri());
                for (int i = 0; i < CLIENTS; i++) {
                    assertThat(clients.get(i).get())
                            .as("client %d of %s", i, runs.get(i % RUNS))
                            .isEqualTo(journal(api, runs.get(i % RUNS)));
                }
            }
        }
    }

    private ServerProcess start() {
        return ServerProcess.start(folder.resolve("data"), port, Map.of()).awaitReady();
    }

    private static void begin(Api api, List<String> runs) throws IOException, InterruptedException {
        api.publish(WORKFLOW);
        for (int i = 0; i < RUNS; i++) {
            runs.add(api.start("run-" + i, "{\"workflow\": \"chatter\"}"));
        }
    }

    private static void awaitEvents(Api api, List<String> runs, long more)
            throws IOException, InterruptedException {
        long before = events(api, runs);
        await("the runs make progress")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> events(api, runs) >= before + more || haveEnded(api));
    }

    private static boolean haveEnded(Api api) throws IOException, InterruptedException {
        return api.get("/runs?state=COMPLETED&limit=1").path("total").asLong() == RUNS;
    }

    private static long events(Api api, List<String> runs)
            throws IOException, InterruptedException {
        long all = 0;
        for (var run : api.get("/runs?limit=" + runs.size()).path("items")) {
            all += run.path("seq").asLong();
        }
        return all;
    }

    private static List<String> journal(Api api, String run)
            throws IOException, InterruptedException {
        return api.events(run).stream()
                .map(event -> event.path("seq").asLong() + " " + event.path("type").asText())
                .toList();
    }
}
