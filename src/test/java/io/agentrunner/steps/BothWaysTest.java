package io.agentrunner.steps;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.catalog.Structure;
import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.Verdict;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that there are as blueprints and in Java are the same workflows. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class BothWaysTest {

    @Inject LiveRuns runs;
    @Inject PublishedWorkflows workflows;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counter",
                "order",
                "bank-reconciliation",
                "data-pipeline",
                "document-approval"
            })
    void they_have_the_same_structure(String name) throws IOException {
        runs.publish(example(name));
        assertThat(structure(name)).isEqualTo(structure(name + "-java"));
    }

    @ParameterizedTest
    @CsvSource({"20, good", "20, flaky", "20, declined", "120, good"})
    void an_order_takes_the_same_way(int total, String card) throws IOException {
        runs.publish(example("order"));
        var inputs = "{\"order\": \"A-1\", \"total\": %d, \"card\": \"%s\"}".formatted(total, card);
        assertThat(events(order("order", inputs))).isEqualTo(events(order("order-java", inputs)));
    }

    @Test
    void a_counter_takes_the_same_way() throws IOException {
        runs.publish(example("counter"));
        var inBlueprint = runs.ended(runs.start("counter", "{\"to\": 7}", null));
        var inJava = runs.ended(runs.start("counter-java", "{\"to\": 7}", null));
        assertThat(events(inBlueprint)).hasSize(26).isEqualTo(events(inJava));
    }

    private Run order(String workflow, String inputs) {
        var run = runs.start(workflow, inputs, null);
        if (inputs.contains("120")) {
            runs.waiting(run, Reason.APPROVAL);
            var yes = new Verdict(true, null, null, "ann", Instant.now());
            runs.tell(run, new Decide("review", yes));
        }
        return runs.ended(run);
    }

    private String structure(String name) {
        var edition = workflows.edition(name, null).toCompletableFuture().join().orElseThrow();
        return Structure.hash(edition.workflow());
    }

    /** What happened, without what differs from run to run or is the work of a step. */
    private static List<String> events(Run run) {
        List<Map<String, Object>> events =
                given().get("/runs/" + run.id() + "/events?limit=500").path("items");
        return events.stream()
                .filter(event -> !"artifact.created".equals(event.get("type")))
                .map(BothWaysTest::words)
                .toList();
    }

    private static String words(Map<String, Object> event) {
        var data = (Map<?, ?>) Objects.requireNonNull(event.get("data"));
        return "%s %s/%s attempt %s, rule %s, %s to %s"
                .formatted(
                        event.get("type"),
                        data.get("path"),
                        data.get("iteration"),
                        data.get("attempt"),
                        data.get("rule"),
                        data.get("action"),
                        data.get("to"));
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("examples", name + ".yaml"));
    }
}
