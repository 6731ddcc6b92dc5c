package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import io.agentrunner.postgres.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with hundreds of active runs is killed: its next life has every one of them in hand. */
class ActiveRunsIT {

    private static final int RUNS = 500;

    private static final String NAPS =
            """
            name: naps
            timeline: [nap]
            steps:
              nap: {type: forEach, items: "${inputs.items}", maxParallel: 1, step: {type: sleep, for: PT3S}}
            inputs: {type: object, properties: {items: {type: array, default: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}}
            """;

    private static final String PARENTS =
            """
            name: parents
            timeline: [fan]
            steps:
              fan:
                type: parallel
                steps:
                  child: {type: run, workflow: naps}
                  review: {type: approval, title: "Go on?"}
                  nap: {type: sleep, for: PT1H}
            """;

    @TempDir Path folder;

    @Test
    void every_active_run_of_a_killed_server_is_owned_and_goes_on() throws Exception {
        var pg = new DatabaseOptions(folder.resolve("pg"), null, null, null);
        try (var database = Database.open(pg)) {
            var data = folder.resolve("data");
            var before = ServerProcess.on(database.settings(), data, Map.of());
            try (before) {
                var api = new Api(before.baseUri());
                api.publish(NAPS);
                api.publish(PARENTS);
                for (int i = 0; i < RUNS / 2; i++) {
                    api.start("alone-" + i, "{\"workflow\": \"naps\"}");
                    api.start("parent-" + i, "{\"workflow\": \"parents\"}");
                }
                await("all are under way")
                        .atMost(Duration.ofMinutes(1))
                        .until(
                                () ->
                                        count(
                                                        database,
                                                        "SELECT count(*) FROM runs WHERE owner IS NOT NULL")
                                                == RUNS);
                before.kill9();
            }
            var killed = Instant.now();
            try (var after = ServerProcess.on(database.settings(), data, Map.of())) {
                await("all go on")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> count(database, goneOn(killed)) == RUNS);
                var api = new Api(after.baseUri());
                assertThat(api.get("/approvals?limit=1").path("total").asInt()).isEqualTo(RUNS / 2);
                await("all that ends has ended")
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(500))
                        .until(
                                () ->
                                        api.get("/runs?workflow=naps&state=COMPLETED&limit=1")
                                                        .path("total")
                                                        .asInt()
                                                == RUNS);
            }
        }
    }

    /** Of those that somebody has: something was committed since, or it is not yet time. */
    private static String goneOn(Instant since) {
        return """
        SELECT count(*) FROM runs r
         WHERE r.owner IS NOT NULL
           AND (r.wake_at > now()
                OR EXISTS (SELECT FROM journal j WHERE j.run_id = r.id AND j.at >= '%s'))"""
                .formatted(since);
    }

    private static long count(Database database, String sql) {
        return Long.parseLong(String.valueOf(Sql.one(database.settings(), sql)));
    }
}
