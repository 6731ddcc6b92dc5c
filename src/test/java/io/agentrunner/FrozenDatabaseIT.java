package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes every request and answers none, as on a machine that hangs. */
class FrozenDatabaseIT {

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration FROZEN = Duration.ofSeconds(12);
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(3);

    private static final String OTHER =
            "{\"name\": \"other\", \"timeline\": [\"a\"],"
                    + " \"steps\": {\"a\": {\"type\": \"set\", \"value\": 1}}}";

    @TempDir Path folder;

    @Test
    void a_database_that_hangs_keeps_nobody_waiting_and_loses_nothing() throws Exception {
        try (var database =
                        Database.open(new DatabaseOptions(folder.resolve("pg"), null, null, null));
                var server =
                        ServerProcess.on(
                                database.settings(),
                                folder.resolve("data"),
                                Map.of("AGENT_RUNNER_ANSWER_WITHIN", DEADLINE.toString()))) {
            var runs = new SteadyRuns(new Api(server.baseUri()), folder.resolve("trace"));
            runs.begin(20);
            var asker = new Asker(server.baseUri());
            var processes = processesOfTheDatabase();
            signal("STOP", processes);
            try {
                long frozen = System.nanoTime();
                everyDoorAnswers(asker, runs.body());
                await("it lasts")
                        .atMost(FROZEN.plusSeconds(30))
                        .until(() -> System.nanoTime() - frozen > FROZEN.toNanos());
            } finally {
                signal("CONT", processes);
            }

            server.awaitReady();
            var run = runs.one("frozen");
            assertThat(runs.one("frozen")).isEqualTo(run);
            assertThat(asker.get("/runs").join().status()).isEqualTo(200);
            runs.assertEachStepWasMadeOnce();
        }
    }

    /** All are asked at once: none of them may depend on another's answer. */
    private static void everyDoorAnswers(Asker asker, String run) {
        var unknown = "/runs/01990000-0000-7000-8000-000000000000";
        var asked =
                Stream.of(
                                asker.post("/runs", run, "Idempotency-Key", "frozen"),
                                asker.get("/runs"),
                                asker.get(unknown),
                                asker.get(unknown + "/events"),
                                asker.get(unknown + "/events", "Accept", "text/event-stream"),
                                asker.get(unknown + "/artifacts"),
                                asker.get("/events", "Accept", "text/event-stream"),
                                asker.get("/artifacts" + unknown.substring(5) + "/content"),
                                asker.post("/workflows", OTHER),
                                asker.get("/nodes"))
                        .toList();
        var alive = asker.get("/healthz").join();
        assertThat(alive.status()).isEqualTo(200);
        assertThat(alive.after()).isLessThan(SLOW_MACHINE);
        var ready = asker.get("/readyz").join();
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.after()).isLessThan(DEADLINE.plus(SLOW_MACHINE));
        for (var answer : asked) {
            assertThat(answer.join().isRefusedForNow().after())
                    .isLessThan(DEADLINE.plus(SLOW_MACHINE));
        }
        var page = asker.get("/runs", "Accept", "text/html").join();
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.response().body()).contains("<html");
    }

    private List<ProcessHandle> processesOfTheDatabase() throws IOException {
        try (var files = Files.walk(folder.resolve("pg"))) {
            var file = files.filter(it -> it.endsWith("postmaster.pid")).findFirst().orElseThrow();
            var postmaster =
                    ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
                            .orElseThrow();
            var all = new ArrayList<>(List.of(postmaster)); // first, so that it makes no more
            postmaster.descendants().forEach(all::add);
            return all;
        }
    }

    private static void signal(String name, List<ProcessHandle> processes)
            throws IOException, InterruptedException {
        for (var process : processes) {
            var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()));
            assertThat(kill.start().waitFor()).isZero();
        }
    }
}
