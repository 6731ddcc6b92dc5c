package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepState;
import io.agentrunner.run.Verdict;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The examples in Java, from their definition to the end of the run. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class JavaWorkflowRunsTest {

    @Inject LiveRuns runs;

    @Test
    void a_loop_goes_round_until_its_predicate_lets_it_on() {
        var run = runs.ended(runs.start("counter-java", "{\"to\": 30}", null));
        assertThat(run.result()).isEqualTo("\"counted to 30\"");
        assertThat(run.steps().iterations("count")).isEqualTo(30);
    }

    @Test
    void a_skipped_result_is_taken_as_one_that_may_be_missing() {
        var run = order(20, "good");
        assertThat(run.state()).as(run.toString()).isEqualTo(RunState.COMPLETED);
        assertThat(state(run, "review")).isEqualTo(StepState.SKIPPED);
        assertThat(run.result())
                .isEqualTo("{\"order\":\"A-1\",\"reviewedBy\":\"nobody, it is a small one\"}");
    }

    @Test
    void an_exception_is_found_by_its_code() {
        var declined = order(20, "declined");
        assertThat(declined.reason()).isEqualTo(Reason.FLOW_FAIL);
        assertThat(declined.message()).isEqualTo("the card of A-1 was declined");
        assertThat(LiveRuns.failure(declined, "charge").code()).isEqualTo("CARD_DECLINED");
        var silent = order(20, "flaky");
        assertThat(silent.state()).isEqualTo(RunState.COMPLETED);
        assertThat(silent.steps().iterations("charge")).isEqualTo(2);
    }

    @Test
    void a_decision_reaches_the_step_that_takes_it() {
        var run = runs.start("order-java", inputs(120, "good"), null);
        runs.waiting(run, Reason.APPROVAL);
        runs.tell(run, new Decide("review", new Verdict(true, null, null, "ann", Instant.now())));
        assertThat(runs.ended(run).result())
                .isEqualTo("{\"order\":\"A-1\",\"reviewedBy\":\"ann\"}");
    }

    private Run order(int total, String card) {
        return runs.ended(runs.start("order-java", inputs(total, card), null));
    }

    private static String inputs(int total, String card) {
        return "{\"order\": \"A-1\", \"total\": %d, \"card\": \"%s\"}".formatted(total, card);
    }

    private static StepState state(Run run, String step) {
        return run.steps().find(StepKey.first(step)).orElseThrow().state();
    }
}
