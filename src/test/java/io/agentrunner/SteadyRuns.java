package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Runs of a few seconds whose steps leave a trace, so that one made twice or never is seen. */
final class SteadyRuns {

    private static final String WORKFLOW =
            """
            name: steady
            inputs: {type: object, properties: {trace: {type: string}}}
            timeline: [one, two, three]
            steps:
              one: {type: shell, run: "sleep 2; echo ${run.id} one >> ${inputs.trace}"}
              two: {type: shell, run: "sleep 1; echo ${run.id} two >> ${inputs.trace}"}
              three: {type: shell, run: "echo ${run.id} three >> ${inputs.trace}"}
            """;

    private final Api api;
    private final Path trace;
    private final Set<String> ids = new LinkedHashSet<>();

    SteadyRuns(Api api, Path trace) {
        this.api = api;
        this.trace = trace;
    }

    /** What starts one. */
    String body() {
        return "{\"workflow\": \"steady\", \"inputs\": {\"trace\": \"%s\"}}".formatted(trace);
    }

    /** Starts so many; the first steps are done when it returns. */
    void begin(int count) throws IOException, InterruptedException {
        api.publish(WORKFLOW);
        for (int i = 0; i < count; i++) {
            one("run-" + i);
        }
        await("the first steps are done")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(trace));
    }

    /** Starts one under that key, or finds the one that was. */
    String one(String key) throws IOException, InterruptedException {
        var id = api.start(key, body());
        ids.add(id);
        return id;
    }

    /** Waits until all have ended, and looks what they have done. */
    void assertEachStepWasMadeOnce() throws IOException, InterruptedException {
        await("all runs end")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () ->
                                api.get("/runs?state=COMPLETED&limit=1").path("total").asLong()
                                        == ids.size());
        assertThat(api.get("/runs?limit=1").path("total").asLong())
                .as("no run but those that were asked for")
                .isEqualTo(ids.size());
        for (var run : ids) {
            assertThat(Api.fold(run, api.events(run)).state()).isEqualTo(RunState.COMPLETED);
        }
        assertThat(Files.readAllLines(trace))
                .as("each step was made once: its result was held, not lost")
                .hasSize(3 * ids.size())
                .doesNotHaveDuplicates();
    }
}
