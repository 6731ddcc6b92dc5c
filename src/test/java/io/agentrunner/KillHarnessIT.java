package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs whose steps leave a trace in a file, on a server that is killed again and again: nothing is
 * lost, nothing that was durable is done again, and no two attempts of a step overlap.
 */
class KillHarnessIT {

    private static final int KILLS = 20;
    private static final int RUNS_A_LIFE = 10;

    private static final String WORKFLOW =
            """
            name: traces
            inputs: {type: object, properties: {dir: {type: string}}}
            timeline: [first, second, third]
            steps:
            """
                    + step("first")
                    + step("second")
                    + step("third");

    @TempDir Path folder;

    private final Random random = new Random(20_260_101);
    private final int port = ServerProcess.freePort();
    private final Map<String, String> runs = new TreeMap<>();
    private final List<Duration> startUps = new ArrayList<>();
    private final List<Duration> firstEvents = new ArrayList<>();

    /**
     * An attempt that finds the one before it still alive says so. One that has ended and that init
     * has not buried yet, its parent being dead, is not alive.
     */
    private static String step(String name) {
        return """
              NAME:
                type: shell
                maxCrashes: 100
                env: {DIR: "${inputs.dir}", RUN: "${run.id}"}
                run: |
                  pid="$DIR/$RUN.NAME.pid"
                  if [ -f "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null &&
                      ! grep -qs "^State:.Z" "/proc/$(cat "$pid")/status"; then
                    echo "overlap $RUN NAME $$ $(date +%s%N)" >> "$DIR/trace"
                  fi
                  echo $$ > "$pid"
                  echo "start $RUN NAME $$ $(date +%s%N)" >> "$DIR/trace"
                  sleep 0.2
                  echo "end $RUN NAME $$ $(date +%s%N)" >> "$DIR/trace"
            """
                .replace("NAME", name)
                .indent(2);
    }

    @Test
    void every_run_completes_and_nothing_durable_is_done_again() throws Exception {
        for (int life = 0; life < KILLS; life++) {
            try (var server = start()) {
                startRuns(api(server), life);
                awaitMoreTraces(1 + random.nextInt(3 * RUNS_A_LIFE));
                server.kill9();
            }
        }
        try (var server = start()) {
            var api = api(server);
            for (int life = 0; life < KILLS; life++) {
                startRuns(api, life);
            }
            assertThat(runs).hasSize(KILLS * RUNS_A_LIFE);
            assertThat(Map.copyOf(runs).values()).doesNotHaveDuplicates();
            await("all runs end")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> unfinished(api) == 0);
            for (var run : runs.values()) {
                judge(run, api.events(run));
            }
        }
        assertThat(traces()).noneMatch(line -> line.startsWith("overlap"));
        report();
    }

    private ServerProcess start() throws IOException, InterruptedException {
        var began = Instant.now();
        var server = ServerProcess.start(folder.resolve("data"), port, Map.of()).awaitReady();
        var ready = Instant.now();
        startUps.add(Duration.between(began, ready));
        var api = api(server);
        if (runs.isEmpty()) {
            api.publish(WORKFLOW);
        } else {
            firstEventSince(api, began)
                    .ifPresent(at -> firstEvents.add(Duration.between(ready, at)));
        }
        return server;
    }

    /** When the first interrupted run went on; less than zero when that was before `/readyz`. */
    private Optional<Instant> firstEventSince(Api api, Instant began)
            throws IOException, InterruptedException {
        var list = api.get("/runs?limit=200&state=RUNNING").path("items");
        Instant first = null;
        for (var run : list) {
            for (var event : api.events(run.path("id").asText())) {
                var at = Instant.parse(event.path("at").asText());
                if (at.isAfter(began) && (first == null || at.isBefore(first))) {
                    first = at;
                }
            }
        }
        return Optional.ofNullable(first);
    }

    private Api api(ServerProcess server) {
        return new Api(server.baseUri());
    }

    /** Each start has a key, so that one whose answer the kill swallowed can be repeated. */
    private void startRuns(Api api, int life) throws IOException, InterruptedException {
        for (int i = 0; i < RUNS_A_LIFE; i++) {
            var key = "life-" + life + "-run-" + i;
            if (!runs.containsKey(key)) {
                var body =
                        "{\"workflow\": \"traces\", \"inputs\": {\"dir\": \"%s\"}}"
                                .formatted(folder);
                runs.put(key, api.start(key, body));
            }
        }
    }

    private void awaitMoreTraces(int lines) throws IOException {
        int before = traces().size();
        await("the steps make progress")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> traces().size() >= before + lines);
    }

    private List<String> traces() throws IOException {
        var file = folder.resolve("trace");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private long unfinished(Api api) throws IOException, InterruptedException {
        long running = api.get("/runs?state=RUNNING&limit=1").path("total").asLong();
        long waiting = api.get("/runs?state=WAITING&limit=1").path("total").asLong();
        return running + waiting + api.get("/runs?state=QUEUED&limit=1").path("total").asLong();
    }

    private void judge(String run, List<JsonNode> events) throws IOException {
        assertThat(Api.fold(run, events).state()).isEqualTo(RunState.COMPLETED);
        for (var event : events) {
            if (event.path("type").asText().equals("step.completed")) {
                var durable = Instant.parse(event.path("at").asText());
                var step = event.path("data").path("path").asText();
                assertThat(starts(run, step))
                        .as("starts of %s in %s, durable at %s", step, run, durable)
                        .isNotEmpty()
                        .allMatch(start -> start.isBefore(durable));
            }
        }
    }

    private List<Instant> starts(String run, String step) throws IOException {
        return traces().stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("start"))
                .filter(words -> words[1].equals(run) && words[2].equals(step))
                .map(words -> Instant.ofEpochSecond(0, Long.parseLong(words[4])))
                .toList();
    }

    private void report() throws IOException {
        long starts = traces().stream().filter(line -> line.startsWith("start")).count();
        System.out.printf(
                "kill harness: %d runs, %d kills, %d attempts of %d steps; start to ready %s ms;"
                        + " first event after ready %s ms%n",
                runs.size(), KILLS, starts, 3 * runs.size(), spread(startUps), spread(firstEvents));
    }

    private static String spread(List<Duration> measured) {
        var millis = new ArrayList<>(measured.stream().map(Duration::toMillis).toList());
        Collections.sort(millis);
        return millis.isEmpty()
                ? "-"
                : "%d / %d / %d (min / median / max)"
                        .formatted(
                                millis.getFirst(), millis.get(millis.size() / 2), millis.getLast());
    }
}
