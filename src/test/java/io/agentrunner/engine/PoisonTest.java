package io.agentrunner.engine;

import static io.agentrunner.engine.Sketches.retried;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be kept harms nobody else; what must not be seen is not. */
class PoisonTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_result_that_can_not_be_stored_fails_its_own_run_alone() {
        var node = scene.node();
        var workflow = scene.sketches().of("a");
        var runs = IntStream.range(0, 9).mapToObj(_ -> node.start(workflow)).toList();
        var attempts = runs.stream().map(run -> steps.attempt(run, "a", 1)).toList();

        for (int i = 0; i < 9; i++) {
            attempts.get(i)
                    .complete(
                            switch (i) {
                                case 3 -> "\"a\\u0000b\"";
                                case 5 -> "\"" + "x".repeat(Payloads.LIMIT) + "\"";
                                case 7 -> "\"half a pair: \\ud800\"";
                                default -> "\"fine\"";
                            });
        }

        for (int i = 0; i < 9; i++) {
            boolean bad = i == 3 || i == 5 || i == 7;
            node.await(runs.get(i), bad ? RunState.FAILED : RunState.COMPLETED);
        }
        assertThat(node.now(runs.get(3)).message()).contains("PAYLOAD_NUL");
        assertThat(node.now(runs.get(5)).message()).contains("PAYLOAD_LIMIT", "artifact");
        assertThat(node.now(runs.get(7)).message()).contains("UNWRITABLE", "surrogate");
        assertThat(node.now(runs.get(7)).steps().getFirst().reason())
                .isEqualTo(Reason.PAYLOAD_LIMIT);
    }

    @Test
    void a_failure_that_can_not_be_stored_ends_the_run_and_leaves_the_node_well() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).fail("A\0B");

        assertThat(node.await(run, RunState.FAILED).reason()).isEqualTo(Reason.PAYLOAD_LIMIT);
        scene.settle(node);
    }

    /** Doors refuse such a thing; behind them it must not be tried for ever. */
    @Test
    void what_is_said_to_a_queued_run_and_can_not_be_stored_ends_it_and_leaves_the_node_well() {
        var node = scene.node("small", 1);
        var first = node.start(scene.sketches().of("a"));
        var queued = node.start(scene.sketches().of("a"));

        node.tell(queued, new Send(new Signal("go", "\"a\\u0000b\"")));

        assertThat(node.await(queued, RunState.FAILED).reason()).isEqualTo(Reason.PAYLOAD_LIMIT);
        assertThat(node.history(queued)).containsExactly("run.created", "run.failed");
        steps.attempt(first, "a", 1).complete("1");
        node.await(first, RunState.COMPLETED);
    }

    @Test
    void an_artifact_whose_name_can_not_be_stored_fails_its_step() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var artifact =
                new Artifact(new UUID(1, 2), "a\0b", "file", "text/plain", 1, "0".repeat(64));
        steps.attempt(run, "a", 1).end(new Outcome.Completed("1", List.of(artifact)));

        assertThat(node.await(run, RunState.FAILED).message()).contains("UNWRITABLE");
    }

    @Test
    void a_failure_with_a_long_message_is_kept_in_part_and_tried_again() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(retried("a")));
        var message = "x".repeat(8 * 1024 - 1) + "😀".repeat(10);
        steps.attempt(run, "a", 1).end(Outcome.failed("BIG", message));

        node.await(run, RunState.WAITING);
        scene.clock().advance(Duration.ofSeconds(1));

        steps.attempt(run, "a", 2).complete("1");
        node.await(run, RunState.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "with \"quotes\" and \\", "two\nlines of it", "8080"})
    void a_secret_is_masked_wherever_it_comes_back(String secret) throws Exception {
        var node = scene.withSecret("TOKEN", secret).node();
        var json = new ObjectMapper();
        var quoted = json.writeValueAsString("it is " + secret + ".");
        var run = node.start(scene.sketches().of(retried("a")));
        steps.attempt(run, "a", 1)
                .end(
                        new Outcome.Failed(
                                new Failure(
                                        "LEAK",
                                        "message: " + secret,
                                        "{\"detail\":" + quoted + ",\"port\":8080}",
                                        "trace: " + secret),
                                List.of()));
        node.await(run, RunState.WAITING);
        scene.clock().advance(Duration.ofSeconds(1));
        steps.attempt(run, "a", 2).complete("{\"r\":" + quoted + ",\"port\":8080}");
        var ended = node.await(run, RunState.COMPLETED);

        var masked = json.readTree(ended.result());
        assertThat(masked.get("r").textValue()).isEqualTo("it is ***.");
        assertThat(masked.get("port").toString()).isEqualTo("8080");
        var failure =
                Objects.requireNonNull(ended.steps().getFirst().attempts().getFirst().failure());
        assertThat(failure.message()).isEqualTo("message: ***");
        assertThat(failure.stackTrace()).isEqualTo("trace: ***");
        assertThat(json.readTree(failure.details()).get("detail").textValue())
                .isEqualTo("it is ***.");
        assertThat(node.history(run)).hasSize(4);
    }

    @Test
    void a_secret_in_the_output_of_a_run_is_masked() {
        var node = scene.withSecret("TOKEN", "s3cret").node();
        var run =
                node.start(
                        scene.sketches()
                                .of(
                                        null,
                                        "\"key: ${secrets.TOKEN}\"",
                                        List.of(Sketches.step("a"))));
        steps.attempt(run, "a", 1).complete("1");

        assertThat(node.await(run, RunState.COMPLETED).result()).isEqualTo("\"key: ***\"");
        assertThat(node.stored(run)).doesNotContain("s3cret");
    }
}
