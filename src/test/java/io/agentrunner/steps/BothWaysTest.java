package io.agentrunner.steps;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that there are as blueprints and in Java are the same workflows. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class BothWaysTest {

    private static final String DEFAULTS = "{}";
    private static final Verdict REJECTED = new Verdict(false, null, null, "ann", Instant.EPOCH);

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
    @CsvSource({"20, good", "20, flaky", "20, declined"})
    void an_order_takes_the_same_way(int total, String card) throws IOException {
        both("order", order(total, card));
    }

    @Test
    void a_reviewed_order_takes_the_same_way() throws IOException {
        both("order", order(120, "good"), approved(null));
    }

    @Test
    void a_counter_takes_the_same_way() throws IOException {
        assertThat(events(both("counter", "{\"to\": 7}"))).hasSize(26);
    }

    @Test
    void books_that_agree_need_nobody() throws IOException {
        var run = both("bank-reconciliation", books(0, entry("R-1", 500), entry("R-1", 500)));
        assertThat(result(run)).isEqualTo(report("balanced", "nobody", ""));
    }

    @Test
    void a_difference_within_the_tolerance_passes() throws IOException {
        var run = both("bank-reconciliation", books(5, entry("R-1", 500), entry("R-1", 505)));
        assertThat(result(run)).isEqualTo(report("small differences", "nobody", entry("R-1", -5)));
    }

    @Test
    void a_person_decides_on_a_larger_difference() throws IOException {
        var inputs = books(5, entry("R-1", 500), entry("R-1", 494));
        assertThat(result(both("bank-reconciliation", inputs, approved(null))))
                .isEqualTo(report("approved", "ann", entry("R-1", 6)));
        assertThat(result(both("bank-reconciliation", inputs, REJECTED)))
                .isEqualTo(report("left open", "nobody", entry("R-1", 6)));
    }

    @Test
    void what_only_one_side_has_is_a_difference_as_well() throws IOException {
        var run = both("bank-reconciliation", DEFAULTS, approved(null));
        assertThat(result(run).get("differences"))
                .containsExactly(
                        Json.parse(entry("R-2", -50)),
                        Json.parse(entry("R-3", 99900)),
                        Json.parse(entry("R-4", -700)));
    }

    @Test
    void a_broken_file_stops_nobody() throws IOException {
        var result = result(both("data-pipeline", DEFAULTS));
        assertThat(texts(result.get("amounts"))).containsExactly("bolt,35", "nut,12", "washer,42");
        assertThat(texts(result.get("rejected"))).containsExactly("east.csv");
    }

    @Test
    void files_that_are_all_broken_end_the_run() throws IOException {
        var run = both("data-pipeline", "{\"files\": [{\"name\": \"a\", \"csv\": \"nut\"}]}");
        assertThat(run.reason()).isEqualTo(Reason.FLOW_FAIL);
        assertThat(run.message()).isEqualTo("none of 1 files can be used");
    }

    @Test
    void a_document_is_published_when_its_reader_says_so() throws IOException {
        var run = both("document-approval", DEFAULTS, approved("changes"), approved("publish"));
        assertThat(texts(result(run))).containsExactlyInAnyOrder("House rules", "2", "published");
    }

    @Test
    void a_document_is_archived_when_its_reader_rejects_it() throws IOException {
        var run = both("document-approval", DEFAULTS, REJECTED);
        assertThat(texts(result(run))).containsExactlyInAnyOrder("House rules", "1", "rejected");
    }

    @Test
    void a_document_is_archived_when_it_is_never_good_enough() throws IOException {
        var changes = approved("changes");
        var run = both("document-approval", DEFAULTS, changes, changes, changes);
        assertThat(texts(result(run)))
                .containsExactlyInAnyOrder("House rules", "3", "too many changes");
    }

    /** Runs both to their end, and says that they took the same way; gives one of them. */
    private Run both(String name, String given, Verdict... verdicts) throws IOException {
        runs.publish(example(name));
        var inputs = given.equals(DEFAULTS) ? runs.defaults(name) : given;
        var inBlueprint = run(name, inputs, verdicts);
        var inJava = run(name + "-java", inputs, verdicts);
        assertThat(inJava.message()).as("in Java").isEqualTo(inBlueprint.message());
        assertThat(events(inJava)).isEqualTo(events(inBlueprint));
        assertThat(result(inJava)).as("in Java").isEqualTo(result(inBlueprint));
        return inBlueprint;
    }

    private Run run(String workflow, String inputs, Verdict... verdicts) {
        var run = runs.start(workflow, inputs, null);
        for (int asked = 1; asked <= verdicts.length; asked++) {
            runs.asked(run, "review", asked);
            runs.tell(run, new Decide("review", verdicts[asked - 1]));
        }
        return runs.ended(run);
    }

    private static JsonNode result(Run run) {
        return Json.parse(Objects.requireNonNullElse(run.result(), "null"));
    }

    private static List<String> texts(JsonNode values) {
        return values.valueStream().map(JsonNode::asText).toList();
    }

    private static Verdict approved(@Nullable String verdict) {
        var data = verdict == null ? null : "{\"verdict\": \"%s\"}".formatted(verdict);
        return new Verdict(true, data, null, "ann", Instant.EPOCH);
    }

    private static String order(int total, String card) {
        return "{\"order\": \"A-1\", \"total\": %d, \"card\": \"%s\"}".formatted(total, card);
    }

    private static String entry(String ref, int cents) {
        return "{\"ref\":\"%s\",\"cents\":%d}".formatted(ref, cents);
    }

    private static String books(int tolerance, String statement, String ledger) {
        return "{\"account\": \"A\", \"tolerance\": %d, \"statement\": [%s], \"ledger\": [%s]}"
                .formatted(tolerance, statement, ledger);
    }

    private static JsonNode report(String outcome, String by, String differences) {
        return Json.parse(
                "{\"account\":\"A\",\"outcome\":\"%s\",\"approvedBy\":\"%s\",\"differences\":[%s]}"
                        .formatted(outcome, by, differences));
    }

    private String structure(String name) {
        var edition = workflows.edition(name, null).toCompletableFuture().join().orElseThrow();
        return Structure.hash(edition.workflow());
    }

    /** What happened, without what differs from run to run or is the work of a step. */
    private static List<String> events(Run run) {
        List<Map<String, Object>> events =
                given().get("/runs/" + run.id() + "/events?limit=500").path("items");
        var told =
                events.stream()
                        .filter(event -> !"artifact.created".equals(event.get("type")))
                        .toList();
        return inOrder(told).stream().map(BothWaysTest::words).toList();
    }

    /** What happens at the same time in no order but that of each step. */
    private static List<Map<String, Object>> inOrder(List<Map<String, Object>> events) {
        var inOrder = new ArrayList<Map<String, Object>>();
        int sorted = 0;
        for (var event : events) {
            if (!isInside(event)) {
                inOrder.subList(sorted, inOrder.size()).sort(Comparator.comparing(it -> path(it)));
                sorted = inOrder.size() + 1;
            }
            inOrder.add(event);
        }
        return inOrder;
    }

    private static boolean isInside(Map<String, Object> event) {
        return path(event).matches(".*[.\\[].*");
    }

    private static String path(Map<String, Object> event) {
        return String.valueOf(data(event).get("path"));
    }

    private static Map<?, ?> data(Map<String, Object> event) {
        return (Map<?, ?>) Objects.requireNonNull(event.get("data"));
    }

    private static String words(Map<String, Object> event) {
        var data = data(event);
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
