package io.agentrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Live streams of a server that is under load: many clients follow runs that make an event a second
 * each, two the ends of all runs, and one reads nothing.
 */
final class Streams implements Scenario {

    /** Fails and waits for two seconds, again and again: what it says of that are two events. */
    private static final Blueprint TICKING =
            new Blueprint(
                    "ticking",
                    """
                    {"name": "ticking", "timeline": ["tick"], "steps": {
                      "tick": {"type": "set", "value": "${int(run.workflow)}",
                        "retry": {"maxAttempts": 1000, "backoff": "PT2S", "factor": 1, "jitter": 0,
                                  "maxBackoff": "PT2S"}}}}\
                    """);

    /** Within which each of those runs makes events. */
    private static final Duration SHORTEST = Duration.ofSeconds(3);

    private static final String OF_ALL = "/events?type=run.completed";
    private static final int RUNS = 500;
    private static final int CLIENTS = 5_000;
    private static final int CLIENTS_OF_ALL = 2;
    private static final int OFFERED = 2_000;
    private static final int OFFERED_IN_SMOKE = 100;

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String about() {
        return "live streams of 5,000 clients beside 2,000 runs/s";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        try (var server = rig.launch()) {
            server.door().publish(TICKING);
            server.door().publish(Blueprint.THREE_STEPS);
            var runs = new ArrayList<String>();
            for (int i = 0; i < scale.of(RUNS); i++) {
                runs.add(server.door().start(HttpLoad.start(TICKING)));
            }
            try (var clients = new Clients(server.door(), runs, scale.of(CLIENTS));
                    var lazy = unread(server.door());
                    var offer = new StreamsOffer(server.door(), Blueprint.THREE_STEPS)) {
                measure(server, clients, offer, scale, report);
                report.add("whoever reads nothing is cut off", "", isGone(lazy) ? 1 : 0);
            }
        }
    }

    private static void measure(
            LaunchedServer server, Clients clients, StreamsOffer offer, Scale scale, Report report)
            throws Exception {
        var length = scale.round().compareTo(SHORTEST) < 0 ? SHORTEST : scale.round();
        int perSecond = scale.isSmoke() ? OFFERED_IN_SMOKE : OFFERED;
        if (!scale.isSmoke()) {
            offer.run(perSecond, length);
            var _ = clients.ofRuns.take(length);
            var _ = clients.ofAll.take(length);
        }
        int rounds = scale.rounds();
        var accepted = new double[rounds];
        var ofRuns = new StreamsDeliveries.Result[rounds];
        var ofAll = new StreamsDeliveries.Result[rounds];
        for (int i = 0; i < rounds; i++) {
            long before = offer.accepted();
            offer.run(perSecond, length);
            accepted[i] = (offer.accepted() - before) * 1e9 / length.toNanos();
            ofRuns[i] = clients.ofRuns.take(length);
            ofAll[i] = clients.ofAll.take(length);
            clients.check();
        }
        report.add("runs started meanwhile", "runs/s", accepted);
        report.add("starts refused", "", (double) offer.refused());
        say("streams of runs", ofRuns, report);
        say("streams of all", ofAll, report);
        report.add("resident with all streams", "MB", server.residentBytes() / 1e6);
    }

    private static void say(String what, StreamsDeliveries.Result[] rounds, Report report) {
        say(what, "events/s", rounds, StreamsDeliveries.Result::perSecond, report);
        say(what + ", p50", "ms", rounds, StreamsDeliveries.Result::p50, report);
        say(what + ", p99", "ms", rounds, StreamsDeliveries.Result::p99, report);
        say(what + ", longest", "ms", rounds, StreamsDeliveries.Result::max, report);
    }

    private static void say(
            String what,
            String unit,
            StreamsDeliveries.Result[] rounds,
            ToDoubleFunction<StreamsDeliveries.Result> figure,
            Report report) {
        report.add(what, unit, Arrays.stream(rounds).mapToDouble(figure).toArray());
    }

    /** A client of all events that never takes one. */
    private static Socket unread(Door door) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(door.socket());
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

    /** All that read, on one thread. */
    private static final class Clients implements AutoCloseable {
        private final StreamsDeliveries ofRuns = new StreamsDeliveries("of runs");
        private final StreamsDeliveries ofAll = new StreamsDeliveries("of all runs");
        private final Selector selector = Selector.open();
        private final CompletableFuture<Void> reading;
        private volatile boolean over;

        Clients(Door door, List<String> runs, int clients) throws IOException {
            for (int i = 0; i < clients; i++) {
                var path = "/runs/" + runs.get(i % runs.size()) + "/events?after=1";
                StreamsReader.open(door, path, selector, ofRuns);
            }
            for (int i = 0; i < CLIENTS_OF_ALL; i++) {
                StreamsReader.open(door, OF_ALL, selector, ofAll);
            }
            reading =
                    CompletableFuture.runAsync(
                            this::read, task -> Thread.ofPlatform().daemon().start(task));
        }

        private void read() {
            var into = ByteBuffer.allocate(256 << 10);
            while (!over) {
                try {
                    selector.select(key -> ((StreamsReader) key.attachment()).read(into), 100);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }

        /** Fails when nobody reads any more. */
        void check() {
            if (reading.isDone()) {
                reading.join();
            }
        }

        @Override
        public void close() throws IOException {
            over = true;
            var _ = reading.handle((_, _) -> true).join();
            for (var key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
