package io.agentrunner;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server that is killed and started again, and the runs that it is asked for in each life. */
final class Lives {

    private final Path data;
    private final int runsEach;
    private final String body;
    private final int port = ServerProcess.freePort();
    private final Map<String, String> runs = new TreeMap<>();
    private final List<Duration> startUps = new ArrayList<>();

    /**
     * Nothing is started yet.
     *
     * @param runsEach how many runs are asked for in each life
     * @param body asks for one
     */
    Lives(Path data, int runsEach, String body) {
        this.data = data;
        this.runsEach = runsEach;
        this.body = body;
    }

    /** The next life; it goes on with all runs of those before. */
    ServerProcess begin() {
        var began = Instant.now();
        var server = ServerProcess.start(data, port, Map.of()).awaitReady();
        startUps.add(Duration.between(began, Instant.now()));
        return server;
    }

    Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port));
    }

    /** Each start has a key, so that one whose answer the kill swallowed can be repeated. */
    void startRuns(int life) throws IOException, InterruptedException {
        for (int i = 0; i < runsEach; i++) {
            var key = "life-" + life + "-run-" + i;
            if (!runs.containsKey(key)) {
                runs.put(key, api().start(key, body));
            }
        }
    }

    Collection<String> runs() {
        return List.copyOf(runs.values());
    }

    /**
     * Waits until there is no run that has not ended; {@code meanwhile} is done again and again.
     */
    void awaitAllEnded(Duration atMost, Deed meanwhile) {
        await("all runs end")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            meanwhile.perform();
                            return unfinished() == 0;
                        });
    }

    /** Something that is done to a server. */
    interface Deed {
        void perform() throws IOException, InterruptedException;
    }

    /** Asked in one question: between two, a run that waits may have woken and be in neither. */
    private long unfinished() throws IOException, InterruptedException {
        var states = "state=QUEUED&state=RUNNING&state=WAITING";
        return api().get("/runs?limit=1&" + states).path("total").asLong();
    }

    /** How long it took until it was ready, each time. */
    String startUps() {
        return spread(startUps);
    }

    static String spread(List<Duration> measured) {
        var millis = new ArrayList<>(measured.stream().map(Duration::toMillis).toList());
        Collections.sort(millis);
        return millis.isEmpty()
                ? "-"
                : "%d / %d / %d (min / median / max)"
                        .formatted(
                                millis.getFirst(), millis.get(millis.size() / 2), millis.getLast());
    }
}
