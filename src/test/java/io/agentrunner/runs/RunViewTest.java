package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.Json;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunViewTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Workflow WORKFLOW =
            new Workflow("w", "sha256:0", null, null, null, null, List.of(step("s")), null, "{}");

    private static Step step(String name) {
        return new Step(name, "set", null, "{}", Step.DEFAULT_TIMEOUT, null, RetryPolicy.NONE, 3);
    }

    private static Run run(int steps) {
        return run(steps, "");
    }

    private static Run run(int steps, String text) {
        var events = new ArrayList<RunEvent>();
        events.add(
                new RunCreated(
                        "w",
                        "sha256:0",
                        "{\"n\":1.50}",
                        List.of(),
                        "{}",
                        0,
                        null,
                        null,
                        null,
                        null,
                        NOON));
        events.add(new RunStarted("node", NOON));
        for (int i = 1; i <= steps; i++) {
            var key = new StepKey("s", i);
            events.add(new StepStarted(key, "set", 1, "node", NOON));
            events.add(
                    new StepCompleted(
                            key, 1, "{\"i\":%d%s}".formatted(i, text), NOON.plusMillis(41)));
        }
        return Run.fold(RunId.at(NOON, 1, 1), events);
    }

    @Test
    void payloads_pass_letter_by_letter() {
        assertThat(Json.write(RunView.of(run(1), WORKFLOW)))
                .contains("\"inputs\":{\"n\":1.50}", "\"result\":{\"i\":1}", "\"durationMs\":41")
                .contains("\"createdAt\":\"2030-01-01T12:00:00Z\"");
    }

    @Test
    void the_first_two_hundred_steps_are_shown() {
        var all = RunView.of(run(200), WORKFLOW);
        assertThat(all.steps()).hasSize(200);
        assertThat(all.stepsTruncated()).isFalse();
        var more = RunView.of(run(201), WORKFLOW);
        assertThat(more.steps()).hasSize(200);
        assertThat(more.stepsTruncated()).isTrue();
        assertThat(more.steps().getFirst().iteration()).isEqualTo(1);
    }

    @Test
    void large_results_end_what_is_shown_before() {
        var mebibyte = ",\"text\":\"" + "x".repeat((1 << 20) - 100) + "\"";
        var large = RunView.of(run(17, mebibyte), WORKFLOW);
        assertThat(large.steps()).hasSize(16);
        assertThat(large.stepsTruncated()).isTrue();
    }
}
