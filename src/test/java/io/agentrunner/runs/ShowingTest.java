package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.NOBODY;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.started;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class ShowingTest {
    @Test
    void a_run_has_its_steps_and_their_attempts() {
        var id = ended(GREET);
        given().get("/runs/" + id)
                .then()
                .body("seq", equalTo(7))
                .body("progress.completedSteps", equalTo(2))
                .body("progress.totalSteps", equalTo(2))
                .body("stepsTruncated", equalTo(false))
                .body("steps.path", equalTo(List.of("hello", "bye")))
                .body("steps[0].name", equalTo("hello"))
                .body("steps[0].iteration", equalTo(1))
                .body("steps[0].type", equalTo("set"))
                .body("steps[0].state", equalTo("COMPLETED"))
                .body("steps[0].result.text", equalTo("Hello Ann"))
                .body("steps[0].durationMs", notNullValue())
                .body("steps[0].attempts", hasSize(1))
                .body("steps[0].attempts[0].number", equalTo(1))
                .body("steps[0].attempts[0]", not(hasKey("error")))
                .body("steps[0].attempts[0].node", notNullValue());
    }

    @Test
    void a_graph_has_the_states_of_steps_and_the_ways_that_were_taken() {
        var id = ended(GREET);
        given().get("/runs/" + id + "/graph")
                .then()
                .statusCode(200)
                .body("nodes.id", equalTo(List.of("hello", "bye", "$end")))
                .body("nodes.state", equalTo(List.of("COMPLETED", "COMPLETED", "COMPLETED")))
                .body("nodes.kind", equalTo(List.of("step", "step", "end")))
                .body("edges.from", equalTo(List.of("hello", "bye")))
                .body("edges.to", equalTo(List.of("bye", "$end")))
                .body("edges.kind", equalTo(List.of("next", "next")))
                .body("edges.taken", equalTo(List.of(1, 1)))
                .body("edges.fate", equalTo(List.of("taken", "taken")));
        problem(given().get("/runs/" + NOBODY + "/graph").then(), 404);
    }

    @Test
    void a_failure_says_why() {
        var id = ended("{\"workflow\": \"broken\"}");
        given().get("/runs/" + id)
                .then()
                .body("state", equalTo("FAILED"))
                .body("reason", equalTo("STEP_FAILED"))
                .body("steps[0].attempts[0].error.code", equalTo("EXIT_3"))
                .body("steps[0].attempts[0].error.message", notNullValue());
    }

    @Test
    void steps_and_attempts_have_addresses_of_their_own() {
        var id = ended(GREET);
        given().get("/runs/" + id + "/steps?limit=1")
                .then()
                .statusCode(200)
                .body("items.path", equalTo(List.of("hello")))
                .body("total", equalTo(2))
                .body("totalIsEstimate", equalTo(false))
                .body("nextCursor", notNullValue());
        String cursor =
                given().get("/runs/" + id + "/steps?limit=1").then().extract().path("nextCursor");
        given().get("/runs/" + id + "/steps?limit=1&cursor=" + cursor)
                .then()
                .body("items.path", equalTo(List.of("bye")))
                .body("nextCursor", nullValue());
        given().get("/runs/" + id + "/steps/hello")
                .then()
                .statusCode(200)
                .body("path", equalTo("hello"));
        given().get("/runs/" + id + "/steps/hello/attempts")
                .then()
                .statusCode(200)
                .body("items[0].number", equalTo(1));
        problem(given().get("/runs/" + id + "/steps/nobody").then(), 404);
        problem(given().get("/runs/" + id + "/steps/hello?iteration=2").then(), 404);
        problem(given().get("/runs/" + id + "/steps/hello?iteration=x").then(), 400);
    }

    @Test
    void events_come_page_by_page() {
        var id = ended(GREET);
        given().get("/runs/" + id + "/events")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("items.seq", equalTo(List.of(1, 2, 3, 4, 5, 6, 7)))
                .body("items[0].type", equalTo("run.created"))
                .body("items[0].runId", equalTo(id))
                .body("items[0].data.inputs.name", equalTo("Ann"))
                .body("items[2].data.path", equalTo("hello"))
                .body("items[6].type", equalTo("run.completed"))
                .body("lastSeq", equalTo(7));
        given().get("/runs/" + id + "/events?after=2&limit=3")
                .then()
                .body("items.seq", equalTo(List.of(3, 4, 5)))
                .body("lastSeq", equalTo(5));
        problem(given().get("/runs/" + id + "/events?after=x").then(), 400);
        problem(given().get("/runs/" + id + "/events?limit=501").then(), 400);
    }

    @Test
    void nobody_is_found_under_an_id_that_nobody_has() {
        for (var id : List.of(NOBODY, "not-an-id")) {
            for (var path : List.of("", "/events", "/steps", "/steps/a", "/steps/a/attempts")) {
                problem(given().get("/runs/" + id + path).then(), 404);
            }
            problem(given().delete("/runs/" + id).then(), 404);
            problem(given().noContentType().post("/runs/" + id + "/cancel").then(), 404);
            given().accept("text/event-stream")
                    .get("/runs/" + id + "/events")
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void what_comes_later_is_not_there_yet() {
        var id = started("nap");
        for (var action : List.of("fork")) {
            problem(given().noContentType().post("/runs/" + id + "/" + action).then(), 404);
        }
    }

    @Test
    void a_program_gets_json_and_a_browser_a_page() {
        var browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        var run = "/runs/" + started("nap");
        for (var path : List.of("/runs", run, "/approvals", "/workflows", "/workflows/nap")) {
            for (var program : List.of("*/*", "application/json")) {
                given().header("Accept", program)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .contentType("application/json");
            }
            given().header("Accept", browser).get(path).then().contentType("text/html");
        }
    }

    @Test
    void the_server_itself_leads_to_its_runs() {
        given().redirects()
                .follow(false)
                .get("/")
                .then()
                .statusCode(302)
                .header("Location", containsString("/runs"));
    }

    @Test
    void who_waits_for_a_run_that_goes_on_gets_it_as_it_stands() {
        var id = started("nap");
        given().header("Prefer", "wait=1")
                .get("/runs/" + id)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=1")
                .body("state", equalTo("WAITING"));
    }
}
