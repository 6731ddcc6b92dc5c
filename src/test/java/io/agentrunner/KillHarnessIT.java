package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.run.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs whose steps leave a trace in a file, on a server that is killed again and again: nothing is
 * lost, nothing that was durable is done again, and no two attempts of a step overlap.
 */
class KillHarnessIT {

    private static final int KILLS = 20 * Integer.getInteger("kills.times", 1);
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
    private final List<Duration> firstEvents = new ArrayList<>();

    private static String step(String name) {
        return """
              NAME:
                type: shell
                maxCrashes: 100
                env: {DIR: "${inputs.dir}", RUN: "${run.id}", STEP: NAME}
                run: |
            """
                        .replace("NAME", name)
                        .indent(2)
                + Traces.script("sleep 0.2").indent(8);
    }

    @Test
    void every_run_completes_and_nothing_durable_is_done_again() throws Exception {
        var body = "{\"workflow\": \"traces\", \"inputs\": {\"dir\": \"%s\"}}".formatted(folder);
        var lives = new Lives(folder.resolve("data"), RUNS_A_LIFE, body);
        var traces = new Traces(folder);
        for (int life = 0; life < KILLS; life++) {
            try (var server = start(lives)) {
                lives.startRuns(life);
                awaitMore(traces, 1 + random.nextInt(3 * RUNS_A_LIFE));
                server.kill9();
            }
        }
        try (var _ = start(lives)) {
            for (int life = 0; life < KILLS; life++) {
                lives.startRuns(life);
            }
            assertThat(lives.runs()).hasSize(KILLS * RUNS_A_LIFE).doesNotHaveDuplicates();
            lives.awaitAllEnded(Duration.ofMinutes(5), () -> {});
            for (var run : lives.runs()) {
                judge(run, lives.api().events(run), traces);
            }
        }
        assertThat(traces.overlaps()).isEmpty();
        report(lives, traces);
    }

    private ServerProcess start(Lives lives) throws IOException, InterruptedException {
        var began = Instant.now();
        var server = lives.begin();
        var ready = Instant.now();
        if (lives.runs().isEmpty()) {
            lives.api().publish(WORKFLOW);
        } else {
            firstEventSince(lives.api(), began)
                    .ifPresent(at -> firstEvents.add(Duration.between(ready, at)));
        }
        return server;
    }

    /** When the first interrupted run went on; less than zero when that was before `/readyz`. */
    private static Optional<Instant> firstEventSince(Api api, Instant began)
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

    private static void awaitMore(Traces traces, int lines) throws IOException {
        int before = traces.lines().size();
        await("the steps make progress")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> traces.lines().size() >= before + lines);
    }

    private static void judge(String run, List<JsonNode> events, Traces traces) throws IOException {
        assertThat(Api.fold(run, events).state()).isEqualTo(RunState.COMPLETED);
        for (var event : events) {
            if (event.path("type").asText().equals("step.completed")) {
                var durable = Instant.parse(event.path("at").asText());
                var step = event.path("data").path("path").asText();
                assertThat(traces.starts(run, step))
                        .as("starts of %s in %s, durable at %s", step, run, durable)
                        .isNotEmpty()
                        .allMatch(start -> start.isBefore(durable));
            }
        }
    }

    private void report(Lives lives, Traces traces) throws IOException {
        System.out.printf(
                "kill harness: %d runs, %d kills, %d attempts of %d steps; start to ready %s ms;"
                        + " first event after ready %s ms%n",
                lives.runs().size(),
                KILLS,
                traces.attempts(),
                3 * lives.runs().size(),
                lives.startUps(),
                Lives.spread(firstEvents));
    }
}
