package io.agentrunner.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Live streams of a server that is under load: {@code Streams PORT PID ROUNDS}. Many clients follow
 * runs that make an event a second each, two the ends of all runs, and one reads nothing.
 */
final class Streams {

    private static final int RUNS = 500;
    private static final int CLIENTS = 5_000;
    private static final int OFFERED = 2_000;
    private static final Duration ROUND = Duration.ofSeconds(10);

    /** Fails and waits for a second, for ever: what it says of that are two events. */
    private static final String TICKING =
            """
            {"name": "ticking", "timeline": ["tick"], "steps": {
              "tick": {"type": "set", "value": "${int(run.workflow)}",
                "retry": {"maxAttempts": 1000, "backoff": "PT2S", "factor": 1, "jitter": 0, "maxBackoff": "PT2S"}}}}\
            """;

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final long pid;
    private final Selector selector;
    private final Deliveries ofRuns = new Deliveries();
    private final Deliveries ofAll = new Deliveries();
    private volatile boolean over;

    Streams(int port, long pid) throws IOException {
        this.port = port;
        this.pid = pid;
        this.selector = Selector.open();
    }

    /** How long events took from their time to a client, in microseconds. */
    private static final class Deliveries implements StreamsReader.Heard {
        private long[] micros = new long[1 << 20];
        private int count;
        private int closed;

        @Override
        public synchronized void event(long at) {
            long late = StreamsReader.micros(Instant.now()) - at;
            if (count < micros.length) {
                micros[count++] = late;
            }
        }

        @Override
        public synchronized void closed() {
            closed++;
        }

        synchronized String take(Duration length) {
            var sorted = Arrays.copyOf(micros, count);
            Arrays.sort(sorted);
            count = 0;
            return String.format(
                    Locale.ROOT,
                    "%8.1f/s  p50 %7.1f  p99 %7.1f  max %7.1f ms  closed %d",
                    sorted.length / (length.toMillis() / 1000.0),
                    at(sorted, 0.5),
                    at(sorted, 0.99),
                    at(sorted, 1),
                    closed);
        }

        private static double at(long[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1000.0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        var streams = new Streams(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
        streams.measure(Integer.parseInt(arguments[2]));
        System.exit(0);
    }

    void measure(int rounds) throws Exception {
        post("/workflows", TICKING);
        post("/workflows", Blueprint.THREE_STEPS.json());
        var runs = new ArrayList<String>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(id(post("/runs", "{\"workflow\": \"ticking\"}")));
        }
        open(runs);
        var reading = Thread.ofPlatform().daemon().start(this::read);
        var lazy = unread();
        var offer = new StreamsOffer(port, "three-steps");
        offer.run(OFFERED, ROUND);
        ofRuns.take(ROUND);
        ofAll.take(ROUND);
        for (int i = 0; i < rounds; i++) {
            long before = offer.accepted();
            offer.run(OFFERED, ROUND);
            System.out.printf(
                    Locale.ROOT,
                    "accepted %.0f/s, refused %d, RSS %d MB, reader that reads nothing %s%n",
                    (offer.accepted() - before) / (ROUND.toMillis() / 1000.0),
                    offer.refused(),
                    rss(),
                    isGone(lazy) ? "dropped" : "still there");
            System.out.println("  of runs  " + ofRuns.take(ROUND));
            System.out.println("  of all   " + ofAll.take(ROUND));
        }
        over = true;
        reading.join();
    }

    private void open(List<String> runs) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            var path = "/runs/" + runs.get(i % RUNS) + "/events?after=1";
            var _ = StreamsReader.open(port, path, selector, ofRuns);
        }
        for (int i = 0; i < 2; i++) {
            var _ = StreamsReader.open(port, "/events?type=run.completed", selector, ofAll);
        }
    }

    private void read() {
        var into = ByteBuffer.allocate(256 << 10);
        while (!over) {
            try {
                selector.select(key -> ((StreamsReader) key.attachment()).read(into), 100);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /** A client of all events that never takes one. */
    private Socket unread() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        var request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Who was cut off can't say anything any more; empty lines mean nothing to a server. */
    private static boolean isGone(Socket socket) throws InterruptedException {
        try {
            socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
            TimeUnit.MILLISECONDS.sleep(50);
            socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    private long rss() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    private static String id(String run) {
        var id = ID.matcher(run);
        if (!id.find()) {
            throw new IllegalStateException(run);
        }
        return id.group(1);
    }

    private String post(String path, String json) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
