package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.EventStream.Seen;
import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers under load on one database, one is killed: the other goes on with everything. */
class TwoServersIT {

    private static final int RUNS_AT_EACH = 30;
    private static final int WATCHED = 10;

    /** The lease, and up to a second until the last beat is seen. */
    private static final Duration LONGEST_TAKEOVER = Duration.ofSeconds(11);

    private static final String WORKFLOW =
            """
            name: shared
            inputs: {type: object, properties: {trace: {type: string}}}
            timeline: [plan, first, rest, second, third, sum]
            steps:
              plan: {type: set, value: {text: "${run.id}"}, maxCrashes: 100}
              rest: {type: sleep, for: PT0.3S, maxCrashes: 100}
              sum: {type: set, value: {text: "${steps.plan.text}"}, maxCrashes: 100}
            """
                    + step("first")
                    + step("second")
                    + step("third");

    @TempDir Path folder;

    private static String step(String name) {
        return """
              NAME:
                type: shell
                maxCrashes: 100
                env: {TRACE: "${inputs.trace}", RUN: "${run.id}"}
                run: |
                  echo "$RUN NAME $(date +%s%N)" >> "$TRACE"
                  sleep 0.5
            """
                .replace("NAME", name);
    }

    @Test
    void the_runs_of_a_killed_server_go_on_at_the_other_one() throws Exception {
        var pg = new DatabaseOptions(folder.resolve("pg"), null, null, null);
        try (var database = Database.open(pg);
                var doomed = start("doomed", database.settings());
                var survivor = start("survivor", database.settings())) {
            doomed.awaitReady();
            survivor.awaitReady();
            var api = new Api(survivor.baseUri());
            new Api(doomed.baseUri()).publish(WORKFLOW);
            try (var all = EventStream.open(survivor.baseUri().resolve("/events"))) {
                var others = startRuns(api, "survivor");
                var lost = startRuns(new Api(doomed.baseUri()), "doomed");
                var watched = new ArrayList<EventStream>();
                for (var run : lost.subList(0, WATCHED)) {
                    watched.add(EventStream.open(events(survivor, run)));
                }
                var runs = new ArrayList<>(lost);
                runs.addAll(others);
                await("some of the doomed have begun their second command")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> lost.stream().anyMatch(this::isInSecond));
                doomed.kill9();
                var killed = Instant.now();
                await("all runs end")
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(250))
                        .until(() -> ended(api) == runs.size());
                judge(api, runs, killed, all, watched);
            }
        }
    }

    private void judge(
            Api api, List<String> runs, Instant killed, EventStream all, List<EventStream> watched)
            throws IOException, InterruptedException {
        var journal = new HashMap<String, List<JsonNode>>();
        for (var run : runs) {
            var events = api.events(run);
            journal.put(run, events);
            assertThat(Api.fold(run, events).state()).isEqualTo(RunState.COMPLETED);
            assertThatNothingDurableWasDoneAgain(run, events);
        }
        assertThatTheyWentOnInTime(journal.values(), killed);
        assertThatTheStreamHadEverythingOnce(all, journal);
        for (int i = 0; i < WATCHED; i++) {
            watched.get(i).ended().join();
            assertThat(watched.get(i).seen()).isEqualTo(seen(api.events(runs.get(i))));
            watched.get(i).close();
        }
    }

    private static void assertThatTheyWentOnInTime(
            Iterable<List<JsonNode>> journal, Instant killed) {
        var waited = new ArrayList<Duration>();
        for (var events : journal) {
            events.stream()
                    .filter(event -> event.path("type").asText().equals("run.recovered"))
                    .forEach(event -> waited.add(Duration.between(killed, at(event))));
        }
        System.out.println("taken over " + waited.size() + " runs after " + waited);
        assertThat(waited).isNotEmpty().allMatch(it -> it.compareTo(LONGEST_TAKEOVER) < 0);
    }

    private static void assertThatTheStreamHadEverythingOnce(
            EventStream all, Map<String, List<JsonNode>> journal) {
        int events = journal.values().stream().mapToInt(List::size).sum();
        await("the stream has all").until(() -> all.seen().size() >= events);
        for (var run : journal.entrySet()) {
            assertThat(all.seen().stream().filter(it -> it.run().equals(run.getKey())))
                    .isEqualTo(seen(run.getValue()));
        }
        assertThat(all.seen()).hasSize(events);
    }

    private void assertThatNothingDurableWasDoneAgain(String run, List<JsonNode> events)
            throws IOException {
        for (var event : events) {
            var step = event.path("data").path("path").asText();
            if (event.path("type").asText().equals("step.completed") && isShell(step)) {
                assertThat(starts(run, step))
                        .as("starts of %s in %s, durable at %s", step, run, at(event))
                        .isNotEmpty()
                        .allMatch(start -> start.isBefore(at(event)));
            }
        }
    }

    private boolean isInSecond(String run) {
        try {
            return !starts(run, "second").isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isShell(String step) {
        return List.of("first", "second", "third").contains(step);
    }

    private List<Instant> starts(String run, String step) throws IOException {
        return traces().stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(run) && words[1].equals(step))
                .map(words -> Instant.ofEpochSecond(0, Long.parseLong(words[2])))
                .toList();
    }

    private List<String> traces() throws IOException {
        var file = folder.resolve("trace");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static List<Seen> seen(List<JsonNode> events) {
        return events.stream().map(Seen::of).toList();
    }

    private static Instant at(JsonNode event) {
        return Instant.parse(event.path("at").asText());
    }

    private static long ended(Api api) throws IOException, InterruptedException {
        return api.get("/runs?state=COMPLETED&limit=1").path("total").asLong();
    }

    private List<String> startRuns(Api api, String prefix)
            throws IOException, InterruptedException {
        var body =
                "{\"workflow\": \"shared\", \"inputs\": {\"trace\": \"%s\"}}"
                        .formatted(folder.resolve("trace"));
        var runs = new ArrayList<String>();
        for (int i = 0; i < RUNS_AT_EACH; i++) {
            runs.add(api.start(prefix + "-" + i, body));
        }
        return runs;
    }

    private static URI events(ServerProcess server, String run) {
        return server.baseUri().resolve("/runs/" + run + "/events");
    }

    private ServerProcess start(String name, DatabaseSettings database) {
        return ServerProcess.start(
                folder.resolve(name),
                ServerProcess.freePort(),
                Map.of(
                        "AGENT_RUNNER_DATABASE_URL", database.reactiveUrl(),
                        "AGENT_RUNNER_DATABASE_USER", database.user(),
                        "AGENT_RUNNER_DATABASE_PASSWORD", database.password()));
    }
}
