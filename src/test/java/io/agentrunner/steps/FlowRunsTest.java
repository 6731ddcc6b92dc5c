package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.run.Verdict;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples with rules, from their blueprint to the end of the run. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class FlowRunsTest {

    @Inject LiveRuns runs;

    @Test
    void a_loop_goes_round_until_its_rule_lets_it_on() throws IOException {
        var run = runs.ended(runs.start(example("counter"), "{\"to\": 30}"));
        assertThat(run.result()).isEqualTo("\"counted to 30\"");
        assertThat(run.steps().iterations("count")).isEqualTo(30);
    }

    @Test
    void a_branch_skips_what_it_has_no_use_for() throws IOException {
        var run = order(20, "good");
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(state(run, "review")).isEqualTo(StepState.SKIPPED);
        assertThat(run.result())
                .isEqualTo("{\"order\":\"A-1\",\"reviewedBy\":\"nobody, it is a small one\"}");
    }

    @Test
    void a_failure_goes_back_or_ends_the_run_with_words_of_its_own() throws IOException {
        var flaky = order(20, "flaky");
        assertThat(flaky.state()).isEqualTo(RunState.COMPLETED);
        assertThat(iterations(flaky, "charge"))
                .containsExactly(StepState.FAILED, StepState.COMPLETED);
        var declined = order(20, "declined");
        assertThat(declined.state()).isEqualTo(RunState.FAILED);
        assertThat(declined.reason()).isEqualTo(Reason.FLOW_FAIL);
        assertThat(declined.message()).isEqualTo("the card of A-1 was declined");
    }

    @Test
    void a_rejection_is_handled_like_any_failure() throws IOException {
        var run = runs.start(example("order"), inputs(120, "good"));
        runs.waiting(run, Reason.APPROVAL);
        runs.tell(run, new Decide("review", new Verdict(false, null, null, "ann", Instant.now())));
        var ended = runs.ended(run);
        assertThat(ended.reason()).isEqualTo(Reason.FLOW_FAIL);
        assertThat(ended.message()).isEqualTo("somebody does not want A-1 to be shipped");
    }

    private Run order(int total, String card) throws IOException {
        return runs.ended(runs.start(example("order"), inputs(total, card)));
    }

    private static String inputs(int total, String card) {
        return "{\"order\": \"A-1\", \"total\": %d, \"card\": \"%s\"}".formatted(total, card);
    }

    private static StepState state(Run run, String step) {
        return run.steps().find(StepKey.first(step)).orElseThrow().state();
    }

    private static List<StepState> iterations(Run run, String step) {
        return run.steps().stream()
                .filter(it -> it.key().path().equals(step))
                .map(StepRun::state)
                .toList();
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("examples", name + ".yaml"));
    }
}
