package io.agentrunner.steps;

import static io.agentrunner.steps.LiveRuns.failure;
import static io.agentrunner.steps.LiveRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
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

/** Steps that wait and steps with steps inside, from their blueprint to the end of the run. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class KindsTest {

    @Inject LiveRuns runs;

    private Decide decide(boolean approved) {
        var verdict = new Verdict(approved, "{\"n\":1}", "fine", "ann", Instant.now());
        return new Decide("review", verdict);
    }

    private static final String REVIEW =
            """
            name: review
            timeline: [review, ship]
            steps:
              review: {type: approval, title: "Ship ${inputs.id}?", data: {id: "${inputs.id}"}}
              ship: {type: set, value: "${steps.review.decision} by ${steps.review.by}"}
            """;

    @Test
    void a_run_goes_on_when_a_person_approves() {
        var run = runs.start(REVIEW, "{\"id\": \"A-1\"}");
        assertThat(runs.waiting(run, Reason.APPROVAL).message()).isEqualTo("Ship A-1?");
        runs.tell(run, decide(true));
        assertThat(runs.ended(run).result()).isEqualTo("\"approve by ann\"");
    }

    @Test
    void a_rejection_fails_the_step_with_a_reason_of_its_own() {
        var run = runs.start(REVIEW, "{\"id\": \"A-1\"}");
        runs.waiting(run, Reason.APPROVAL);
        runs.tell(run, decide(false));
        var ended = runs.ended(run);
        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        assertThat(step(ended, "review").reason()).isEqualTo(Reason.REJECTED);
        assertThat(ended.message()).contains("REJECTED", "rejected by ann: fine");
    }

    @Test
    void an_approval_that_nobody_gives_fails() {
        var yaml =
                REVIEW.replace("name: review", "name: hasty")
                        .replace("?\"", "?\", timeout: PT0.2S");
        var ended = runs.ended(runs.start(yaml, "{\"id\": \"A-1\"}"));
        assertThat(step(ended, "review").reason()).isEqualTo(Reason.APPROVAL_TIMEOUT);
        var rejected = yaml.replace("timeout: PT0.2S", "timeout: PT0.2S, onTimeout: reject");
        assertThat(step(runs.ended(runs.start(rejected, "{\"id\": \"A-1\"}")), "review").reason())
                .isEqualTo(Reason.REJECTED);
    }

    @Test
    void a_signal_counts_whether_it_comes_before_or_after() {
        var yaml =
                """
                name: paid
                timeline: [first, second]
                steps:
                  first: {type: signal, name: one}
                  second: {type: signal, name: "${steps.first.next}", timeout: PT10S}
                """;
        var run = runs.start(yaml, "{}");
        runs.waiting(run, Reason.SIGNAL);
        runs.tell(run, new Send(new Signal("two", "{\"sum\":1.50}")));
        runs.tell(run, new Send(new Signal("one", "{\"next\":\"two\"}")));
        assertThat(runs.ended(run).result()).isEqualTo("{\"sum\":1.50}");
    }

    @Test
    void a_signal_that_does_not_come_is_a_timeout() {
        var yaml =
                """
                name: unpaid
                timeline: [first]
                steps: {first: {type: signal, name: one, timeout: PT0.2S}}
                """;
        var ended = runs.ended(runs.start(yaml, "{}"));
        assertThat(step(ended, "first").reason()).isEqualTo(Reason.ATTEMPT_TIMEOUT);
        assertThat(failure(ended, "first").code()).isEqualTo("TIMEOUT");
    }

    @Test
    void steps_inside_steps_see_their_items_and_come_together() {
        var yaml =
                """
                name: fan
                timeline: [base, fan]
                steps:
                  base: {type: set, value: 100}
                  fan:
                    type: parallel
                    steps:
                      one: {type: set, value: "${steps.base + 1}"}
                      many:
                        type: forEach
                        items: "${inputs.lists}"
                        maxParallel: 2
                        step:
                          type: forEach
                          items: "${item}"
                          step: {type: set, value: "${[index, item, steps.base]}"}
                """;
        var ended = runs.ended(runs.start(yaml, "{\"lists\": [[5, 6], [], [7]]}"));
        assertThat(ended.result())
                .isEqualTo("{\"many\":[[[0,5,100],[1,6,100]],[],[[0,7,100]]],\"one\":101}");
        assertThat(step(ended, "fan.many[2][0]").state().name()).isEqualTo("COMPLETED");
    }

    @Test
    void a_failure_inside_fails_the_whole_or_is_collected() {
        var yaml =
                """
                name: brittle
                timeline: [fan]
                steps:
                  fan:
                    type: forEach
                    items: [1, 0]
                    step: {type: set, value: "${10 / item}"}
                """;
        var failed = runs.ended(runs.start(yaml, "{}"));
        assertThat(failed.message()).startsWith("fan failed with EXPRESSION: fan[1]: ");
        var collected =
                runs.ended(
                        runs.start(yaml.replace("items:", "onError: collect\n    items:"), "{}"));
        assertThat(collected.result())
                .startsWith(
                        "[{\"value\":10},{\"error\":{\"code\":\"EXPRESSION\",\"message\":\"value: ");
    }

    @Test
    void what_a_failed_attempt_did_is_not_done_again() {
        var yaml =
                """
                name: once
                timeline: [call]
                steps:
                  call: {type: java, step: test-once, retry: {maxAttempts: 2, backoff: PT0S}}
                """;
        var ended = runs.ended(runs.start(yaml, "{}"));
        assertThat(ended.result()).isEqualTo("[1,2]");
        assertThat(step(ended, "call").effects())
                .extracting(Effect::value)
                .containsExactly("1", "2");
    }

    @Test
    void the_example_of_a_list_does_what_it_says() throws IOException {
        runs.publish(Files.readString(Path.of("examples", "for-each.yaml")));
        assertThat(runs.ended(runs.start("for-each")).result())
                .isEqualTo("{\"failed\":[\"item 2 wants to fail\"],\"letters\":[7,4,5]}");
    }

    @Test
    void the_example_of_an_approval_ships_what_was_approved() throws IOException {
        runs.publish(Files.readString(Path.of("examples", "approval.yaml")));
        for (var data : List.of("{\"carrier\":\"courier\"}", "{\"carrier\":\"post\"}")) {
            var run = runs.start("approval");
            runs.waiting(run, Reason.APPROVAL);
            var verdict = new Verdict(true, data, null, "ann", Instant.now());
            runs.tell(run, new Decide("review", verdict));
            var carrier = data.contains("courier") ? "courier" : "post";
            assertThat(runs.ended(run).result())
                    .isEqualTo(
                            "{\"approvedBy\":\"ann\",\"text\":\"A-1 goes by %s\"}"
                                    .formatted(carrier));
        }
    }
}
