package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Many starts in one request: how many a second are accepted, and how many have come to their end.
 */
final class BatchStarts implements Scenario {

    private static final String UNFINISHED = "SELECT count(*) FROM runs WHERE ended_at IS NULL";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES = 1000;
    private static final int CONNECTIONS = 2;

    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String about() {
        return "starts of 1,000 runs in one request";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        try (var server = rig.launch()) {
            server.door().publish(Blueprint.THREE_STEPS);
            int lines = scale.of(LINES);
            var request = request(server.door(), lines);
            var first = send(request).toCompletableFuture().join();
            if (first.statusCode() == 404 || first.statusCode() == 405) {
                report.skip("this server has no POST /runs/batch");
                return;
            }
            var loop = new ClosedLoop(CONNECTIONS, () -> accepted(request, lines));
            measure(loop, lines, server.database(), scale, report);
        }
    }

    /** What was accepted in one round has ended before the next. */
    private static void measure(
            ClosedLoop loop, int lines, DatabaseSettings database, Scale scale, Report report)
            throws Exception {
        loop.run(scale.warmUp());
        awaitEnds(database);
        var accepted = new double[scale.rounds()];
        var ended = new double[scale.rounds()];
        for (int i = 0; i < accepted.length; i++) {
            long began = System.nanoTime();
            accepted[i] = loop.run(scale.round()).perSecond() * lines;
            double runs = accepted[i] * (System.nanoTime() - began);
            awaitEnds(database);
            ended[i] = runs / (System.nanoTime() - began);
        }
        report.add("batch, accepted", "runs/s", accepted);
        report.add("batch, from the first start to the last end", "runs/s", ended);
    }

    private static void awaitEnds(DatabaseSettings database) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (SideDatabase.number(database, UNFINISHED) > 0) {
            if (System.nanoTime() > until) {
                throw new IOException("runs of a batch do not end");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static HttpRequest request(Door door, int lines) {
        var line = HttpLoad.start(Blueprint.THREE_STEPS) + "\n";
        return HttpRequest.newBuilder(door.address("/runs/batch"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(line.repeat(lines)))
                .build();
    }

    private CompletionStage<HttpResponse<String>> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    /** Each line is answered by one that names a run. */
    private CompletionStage<Void> accepted(HttpRequest request, int lines) {
        return send(request)
                .thenAccept(
                        answer -> {
                            long runs = answer.body().lines().filter(BatchStarts::isRun).count();
                            if (runs != lines) {
                                throw new IllegalStateException(
                                        "%d: %d of %d lines were accepted: %s"
                                                .formatted(
                                                        answer.statusCode(),
                                                        runs,
                                                        lines,
                                                        answer.body()));
                            }
                        });
    }

    private static boolean isRun(String line) {
        return line.contains("\"id\":\"") && line.contains("\"state\":\"");
    }
}
