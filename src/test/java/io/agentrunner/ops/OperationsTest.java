package io.agentrunner.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class OperationsTest {

    @Test
    void a_server_that_answers_is_alive() {
        given().get("/healthz").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void a_server_is_ready_when_all_it_needs_is_there() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> given().get("/readyz").statusCode() == 200);
        given().get("/readyz")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("status", equalTo("UP"))
                .body("checks.name", hasItems("database", "migrations", "server"));
    }

    @Test
    void the_nodes_are_listed_this_one_among_them() {
        given().get("/nodes")
                .then()
                .statusCode(200)
                .body("items.self", hasItem(true))
                .body("items[0]", hasKey("startedAt"))
                .body("total", equalTo(1));
    }

    @Test
    void the_limits_are_those_in_effect() {
        given().get("/limits")
                .then()
                .statusCode(200)
                .body("node.maxActiveRuns", equalTo(10_000))
                .body("node.maxPendingStarts", equalTo(4_000))
                .body("request.bodyBytes", equalTo(1024 * 1024))
                .body("request.batchLines", equalTo(100_000))
                .body("run.tags", equalTo(32))
                .body("run.events", equalTo(50_000))
                .body("run.inlineResultBytes", equalTo(1024 * 1024))
                .body("run.resultBytes", equalTo(100 * 1024 * 1024))
                .body("run.timeout", equalTo("PT87600H"));
    }

    @Test
    void runs_are_counted_from_the_first_look_on() {
        assertThat(given().get("/metrics").asString())
                .contains("agent_runner_runs{state=\"QUEUED\"}")
                .doesNotContain("agent_runner_runs{state=\"QUEUED\"} NaN");
    }

    @Test
    void it_is_measured_for_what_runs_wait() {
        double before = measured("agent_runner_waiting_runs{reason=\"SLEEP\"}");
        start("{\"workflow\": \"nap\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> measured("agent_runner_waiting_runs{reason=\"SLEEP\"}") > before);
        assertThat(given().get("/metrics").asString())
                .contains("agent_runner_waiting_runs{reason=\"APPROVAL\"}")
                .doesNotContain("agent_runner_waiting_runs{reason=\"REJECTED\"}");
    }

    @Test
    void what_this_node_has_in_hand_is_measured() {
        given().get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("agent_runner_active_runs "));
    }

    @Test
    void runs_that_began_and_ended_are_counted_once() {
        double transitions = measured("agent_runner_transitions_total");
        double started = measured("agent_runner_runs_started_total");
        double completed = ended("COMPLETED");
        double failed = ended("FAILED");
        double canceled = ended("CANCELED");

        start("{\"workflow\": \"greet\", \"inputs\": {\"name\": \"Ann\"}}");
        start("{\"workflow\": \"broken\"}");
        given().noContentType()
                .post("/runs/" + start("{\"workflow\": \"nap\"}") + "/cancel")
                .then()
                .statusCode(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(ended("COMPLETED")).isEqualTo(completed + 1);
                            assertThat(ended("FAILED")).isEqualTo(failed + 1);
                            assertThat(ended("CANCELED")).isEqualTo(canceled + 1);
                        });
        assertThat(measured("agent_runner_runs_started_total")).isEqualTo(started + 3);
        assertThat(measured("agent_runner_transitions_total")).isGreaterThan(transitions + 3);
    }

    private static String start(String body) {
        return given().contentType("application/json")
                .header("Prefer", "wait=1")
                .body(body)
                .post("/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static double ended(String state) {
        return measured("agent_runner_runs_ended_total{state=\"" + state + "\"}");
    }

    private static double measured(String name) {
        return given().get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void the_interface_describes_itself() {
        given().accept("application/json")
                .get("/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("agent-runner"))
                .body("paths", hasKey("/runs/{id}"))
                .body("paths.'/workflows'.post.tags", hasItem("Workflows"))
                .body("paths.'/runs'.post.responses", allOf(hasKey("201"), hasKey("429")))
                .body("paths.'/runs'.get.responses", hasKey("200"))
                .body(
                        "paths.'/runs/batch'.post.requestBody.content",
                        hasKey("application/x-ndjson"))
                .body("paths.'/events'.get.responses.'200'.content", hasKey("text/event-stream"))
                .body("paths.'/events'.get.parameters.name", hasItems("after", "type", "state"))
                .body(
                        "paths.'/runs/{id}/events'.get.responses.'200'.content",
                        allOf(hasKey("application/json"), hasKey("text/event-stream")));
        var description = given().accept("application/json").get("/openapi").then();
        for (var action : List.of("cancel", "pause", "resume", "step", "retry", "signals/{name}")) {
            description.body(
                    "paths.'/runs/{id}/%s'.post.responses".formatted(action),
                    allOf(hasKey("409"), anyOf(hasKey("200"), hasKey("202"))));
        }
        description
                .body("paths.'/runs/{id}/approvals/{step}'.post.responses", hasKey("422"))
                .body("paths.'/approvals'.get.parameters.name", hasItems("workflow", "cursor"))
                .body("paths.'/bulk'.post.responses", allOf(hasKey("200"), hasKey("202")))
                .body("paths", allOf(hasKey("/bulk/{id}"), hasKey("/bulk/{id}/stop")))
                .body("paths", hasKey("/runs/{id}/lineage"))
                .body("paths", allOf(hasKey("/runs/{id}/graph"), hasKey("/workflows/{name}/diff")));
        given().get("/swagger-ui/")
                .then()
                .statusCode(200)
                .body(not(containsString("https://unpkg.com")))
                .body(not(containsString("cdn.")));
    }
}
