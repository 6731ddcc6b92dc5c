package io.agentrunner.steps;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agentrunner.catalog.CodeLedger;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.workflow.Workflow;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which code is behind a workflow, and that a change of it is noticed. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class ProgramCodeTest {

    private static final String SOME = "sha256:" + "1".repeat(64);
    private static final String OTHER = "sha256:" + "2".repeat(64);

    @Inject ProgramCode code;
    @Inject CodeLedger ledger;
    @Inject PublishedWorkflows workflows;
    @Inject LiveRuns runs;

    @Test
    void an_attempt_records_the_code_that_it_executes() {
        var counted = runs.ended(runs.start("counter-java", "{\"to\": 2}", null));
        var hashes = counted.steps().stream().map(step -> step.attempt().code()).toList();
        assertThat(hashes).hasSize(3).allSatisfy(it -> assertThat(it).startsWith("sha256:"));
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
        var page = given().accept("text/html").get("/runs/" + counted.id() + "?step=report");
        assertThat(page.asString())
                .contains(
                        "code <code>" + String.valueOf(hashes.get(2)).substring(7, 14) + "</code>");
    }

    @Test
    void code_that_has_changed_under_a_version_is_told_once_and_stays_known() throws Exception {
        var order = workflow("order-java");
        var version = order.version();
        assertThat(get(ledger.changes(order))).isEmpty();
        assertThat(get(ledger.note(version, Map.of("step new", SOME)))).isEmpty();
        assertThat(get(ledger.note(version, Map.of("step new", SOME)))).isEmpty();
        assertThat(get(ledger.note(version, Map.of("step new", OTHER))))
                .containsExactly("step new");
        assertThat(get(ledger.note(version, Map.of("step new", OTHER)))).isEmpty();
        assertThat(get(ledger.note(version, Map.of("step new", SOME)))).containsExactly("step new");
        assertThat(get(ledger.note(version, Map.of("step new", OTHER))))
                .containsExactly("step new");
        assertThat(get(ledger.changes(order)))
                .extracting(CodeLedger.Change::item, CodeLedger.Change::hash)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("step new", OTHER));
    }

    @Test
    void the_start_has_noted_the_code_of_every_step_and_predicate() throws Exception {
        var version = counter().version();
        var all =
                Map.of("step count", OTHER, "step report", OTHER, "predicate not there yet", OTHER);
        assertThat(get(ledger.note(version, all)))
                .containsExactly("predicate not there yet", "step count", "step report");
    }

    @Test
    void what_a_workflow_calls_is_there_or_missing() {
        assertThat(code.missing(counter())).isEmpty();
        runs.publish(
                """
                name: missing
                timeline: [all]
                steps:
                  all:
                    type: parallel
                    steps:
                      here: {type: java, step: test-once}
                      gone: {type: java, step: nobody}
                      later: {type: java, step: "${inputs.step}"}
                """);
        assertThat(code.missing(workflow("missing"))).containsExactly("step `gone` calls `nobody`");
    }

    @Test
    void a_child_without_its_code_fails_the_step_that_would_start_it() {
        runs.publish("name: codeless\ntimeline: [a]\nsteps: {a: {type: java, step: nobody}}");
        var parent =
                runs.ended(
                        runs.start(
                                "name: parent-of-codeless\ntimeline: [a]\nsteps: {a: {type: run, workflow: codeless}}",
                                "{}"));
        assertThat(LiveRuns.failure(parent, "a").code()).isEqualTo("WORKFLOW_WITHOUT_CODE");
    }

    @Test
    void a_run_without_its_code_is_not_made_again() {
        var failed =
                runs.ended(
                        runs.start(
                                "name: codeless-too\ntimeline: [a]\nsteps: {a: {type: java, step: nobody}}",
                                "{}"));
        assertThat(LiveRuns.failure(failed, "a").code()).isEqualTo("UNKNOWN_STEP");
        given().contentType("application/json")
                .body("{}")
                .post("/runs/" + failed.id() + "/retry")
                .then()
                .statusCode(409)
                .body("from", equalTo("WITHOUT_CODE"))
                .body("detail", containsString("step `a` calls `nobody`"));
    }

    private Workflow counter() {
        return workflow("counter-java");
    }

    private Workflow workflow(String name) {
        return workflows.edition(name, null).toCompletableFuture().join().orElseThrow().workflow();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
