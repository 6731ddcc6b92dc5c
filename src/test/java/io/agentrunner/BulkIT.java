package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of a job for many runs goes on with it. */
class BulkIT {

    private static final int RUNS = 300;
    private static final String WORKFLOW =
            """
            name: nap
            timeline: [rest]
            steps:
              rest: {type: sleep, for: PT1H}
            """;

    @TempDir Path data;

    @Test
    void a_job_survives_its_server_and_does_everything_once() throws Exception {
        var runs = new ArrayList<String>();
        String job;
        try (var server = ServerProcess.start(data, ServerProcess.freePort(), Map.of())) {
            var api = new Api(server.awaitReady().baseUri());
            api.publish(WORKFLOW);
            for (int i = 0; i < RUNS; i++) {
                runs.add(api.start("nap-" + i, "{\"workflow\": \"nap\"}"));
            }
            var filter = "{\"action\": \"cancel\", \"filter\": {\"workflow\": \"nap\"}}";
            job = "/bulk/" + api.ask("/bulk", filter).path("id").asText();
            await("some are canceled")
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> done(api.get(job)) > 0);
            server.kill9();
        }
        try (var server = ServerProcess.start(data, ServerProcess.freePort(), Map.of())) {
            var api = new Api(server.awaitReady().baseUri());
            var first = api.get(job);
            System.out.println("killed with " + done(first) + " of " + RUNS + " done");
            await("the job is done")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> api.get(job).path("state").asText().equals("COMPLETED"));
            assertThat(done(api.get(job))).isEqualTo(RUNS);
            for (var run : runs) {
                assertThat(api.events(run).stream().map(it -> it.path("type").asText()))
                        .endsWith("run.cancel_requested", "step.canceled", "run.canceled")
                        .containsOnlyOnce("run.cancel_requested");
            }
        }
    }

    private static int done(JsonNode job) {
        return job.path("progress").path("done").asInt();
    }
}
