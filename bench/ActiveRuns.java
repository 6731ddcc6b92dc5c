import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How soon a server that was killed goes on with all its active runs: {@code bench/active-runs.sh
 * [RUNS] [KILLS]}. Seven tenths of them wait for a moment (sleeps, alone and beside an approval, and
 * backoffs), two tenths are parents and children, one tenth has a request under way. A run has gone
 * on when an event of it was committed after the start, or when it waits, owned, for a time that has
 * not come.
 */
public final class ActiveRuns {

    private static final String NAP =
            """
            {type: forEach, items: "${inputs.items}", maxParallel: 1, step: {type: sleep, for: PT4S}}""";

    private static final List<String> WORKFLOWS =
            List.of(
                    "name: naps\ntimeline: [nap]\nsteps:\n  nap: " + NAP,
                    """
                    name: backoffs
                    timeline: [fail]
                    steps:
                      fail:
                        type: set
                        value: "${inputs.items[100000]}"
                        retry: {maxAttempts: 1000, backoff: PT3S, factor: 1, maxBackoff: PT3S}
                    """,
                    "name: fans\ntimeline: [fan]\nsteps:\n  fan:\n    type: parallel\n    steps:\n"
                            + "      review: {type: approval, title: \"Go on?\"}\n      nap: "
                            + NAP,
                    "name: parents\ntimeline: [fan]\nsteps:\n  fan:\n    type: parallel\n    steps:\n"
                            + "      child: {type: run, workflow: naps, inputs: {items: \"${inputs.items}\"}}\n"
                            + "      nap: "
                            + NAP,
                    """
                    name: requests
                    timeline: [call]
                    steps:
                      call: {type: http, timeout: PT1H, maxCrashes: 100, request: {method: GET, url: "${inputs.url}"}}
                    """);

    private static final String SCHEMA =
            "\ninputs: {type: object, properties: {items: {type: array}, url: {type: string}}}\n";

    private static final String GONE_ON =
            """
            SELECT count(*) FROM runs r
             WHERE r.owner IS NOT NULL
               AND (r.wake_at > now()
                    OR EXISTS (SELECT FROM journal j WHERE j.run_id = r.id AND j.at >= ?))""";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path data;
    private final URI server = URI.create("http://127.0.0.1:" + freePort());
    private final HttpServer slow;
    private final int runs;
    private Process process;

    private ActiveRuns(Path data, int runs) throws IOException {
        this.data = data;
        this.runs = runs;
        slow = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 2_000);
        slow.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        slow.createContext("/", exchange -> never());
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int kills = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        new ActiveRuns(Path.of(arguments[0]), runs).measure(kills);
    }

    private void measure(int kills) throws Exception {
        slow.start();
        try {
            start();
            for (var workflow : WORKFLOWS) {
                post("/workflows", "application/yaml", workflow + SCHEMA);
            }
            startRuns();
            for (int i = 1; i <= kills; i++) {
                TimeUnit.SECONDS.sleep(10);
                System.out.printf("kill %d: %d active runs, %s%n", i, owned(), killAndStart());
            }
            System.out.printf("at the end: %d active runs%n", owned());
        } finally {
            process.destroy();
            process.waitFor();
            slow.stop(0);
        }
    }

    private String killAndStart() throws Exception {
        process.destroyForcibly().waitFor();
        var began = Instant.now();
        start();
        var ready = Instant.now();
        try (var database = database()) {
            long went = goneOn(database, began);
            var first = "%d at once".formatted(went);
            while (went < runs) {
                TimeUnit.MILLISECONDS.sleep(50);
                went = goneOn(database, began);
            }
            return "ready %d ms after the start, all had gone on %d ms later (%s)"
                    .formatted(millis(began, ready), millis(ready, Instant.now()), first);
        }
    }

    private long goneOn(Connection database, Instant since) throws SQLException {
        try (var query = database.prepareStatement(GONE_ON)) {
            query.setTimestamp(1, Timestamp.from(since));
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private long owned() throws Exception {
        try (var database = database();
                var query = database.createStatement();
                var rows =
                        query.executeQuery("SELECT count(*) FROM runs WHERE owner IS NOT NULL")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection database() throws Exception {
        var postmaster = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
        var password = Files.readString(data.resolve("postgres.password")).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/%s".formatted(postmaster.get(3), "agent_runner"),
                "agent_runner",
                password);
    }

    private void start() throws Exception {
        var command =
                List.of(
                        System.getProperty("launcher"),
                        "server",
                        "--port",
                        String.valueOf(server.getPort()),
                        "--data",
                        data.toString());
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        data.resolveSibling("server.log").toFile()))
                        .start();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended; see " + data + "/../server.log");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            var probe =
                    HttpRequest.newBuilder(server.resolve("/readyz"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return HTTP.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A parent makes a child of its own: two active runs for one start. */
    private void startRuns() throws Exception {
        var items = IntStream.range(0, 150).mapToObj(String::valueOf).collect(Collectors.joining(","));
        var slowUrl = "http://127.0.0.1:" + slow.getAddress().getPort();
        var starts = new ArrayList<String>();
        for (int i = 0; starts.size() < runs * 9 / 10; i++) {
            var kind = List.of("naps", "naps", "naps", "fans", "fans", "backoffs", "backoffs", "parents", "requests").get(i % 9);
            starts.add(
                    "{\"workflow\": \"%s\", \"inputs\": {\"items\": [%s], \"url\": \"%s\"}}"
                            .formatted(kind, kind.equals("requests") ? "" : items, slowUrl));
        }
        var places = new Semaphore(32);
        var left = new CountDownLatch(starts.size());
        var failure = new AtomicReference<Exception>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var body : starts) {
                places.acquire();
                threads.execute(
                        () -> {
                            try {
                                post("/runs", "application/json", body);
                            } catch (IOException | InterruptedException failed) {
                                failure.set(failed);
                            } finally {
                                places.release();
                                left.countDown();
                            }
                        });
            }
            left.await();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        while (owned() < runs) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void post(String path, String type, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    private static void never() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
