package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.NOBODY;
import static io.agentrunner.runs.AtTheDoor.awaitState;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.say;
import static io.agentrunner.runs.AtTheDoor.started;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class RemakingTest {

    private static final String DOUBTFUL = "{\"workflow\": \"doubtful\", \"tags\": [\"again\"]}";

    @Test
    void a_failed_run_is_made_again_from_the_step_that_failed() {
        var id = ended(DOUBTFUL);
        String again =
                say(id, "retry")
                        .statusCode(201)
                        .header("Location", containsString("/runs/"))
                        .body("id", not(equalTo(id)))
                        .body("forkedFrom", equalTo(id))
                        .body("tags", equalTo(List.of("again")))
                        .extract()
                        .path("id");
        awaitState(again, "FAILED");
        given().get("/runs/" + again)
                .then()
                .body("steps.path", equalTo(List.of("one", "two")))
                .body("steps[0].result", equalTo(1))
                .body("steps[1].attempts", hasSize(1));
        given().get("/runs/" + id).then().body("forkedFrom", nullValue());
        given().get("/runs?q=" + again).then().body("items[0].forkedFrom", equalTo(id));
        given().get("/runs?q=" + id).then().body("items[0].forkedFrom", nullValue());
    }

    @Test
    void asked_again_it_is_the_same_new_run() {
        var id = ended(DOUBTFUL);
        String again = say(id, "retry").statusCode(201).extract().path("id");
        say(id, "retry", "{\"reason\": \"please\"}")
                .statusCode(200)
                .header("Location", containsString(again))
                .header("Idempotency-Replayed", nullValue())
                .body("id", equalTo(again));
    }

    @Test
    void why_it_is_made_again_is_on_record() {
        var id = ended(DOUBTFUL);
        var why = "{\"reason\": \"the carrier is back\"}";
        String again = say(id, "retry", why).statusCode(201).extract().path("id");
        given().get("/runs/" + again + "/events")
                .then()
                .body("items[0].type", equalTo("run.created"))
                .body("items[0].data.reason", equalTo("the carrier is back"));
        given().get("/runs/" + again + "/lineage")
                .then()
                .body("run.forkReason", equalTo("the carrier is back"))
                .body("origins[0].forkReason", nullValue());
        given().accept("text/html")
                .get("/runs/" + again)
                .then()
                .body(containsString("<dt>Because</dt><dd>the carrier is back</dd>"));
        given().get("/runs/" + id + "/lineage")
                .then()
                .body("forks[0].forkReason", equalTo("the carrier is back"));
    }

    @Test
    void a_key_names_one_request() {
        var key = UUID.randomUUID().toString();
        var id = ended(DOUBTFUL);
        String again = retry(id, key, "{}").statusCode(201).extract().path("id");
        retry(id, key, "{}")
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(again));
        problem(retry(id, key, "{\"reason\": \"x\"}"), 422)
                .body("errors[0].path", equalTo("Idempotency-Key"));
        problem(retry(ended(DOUBTFUL), key, "{}"), 422).body("detail", containsString(id));
        problem(retry(id, "two words", "{}"), 400);
    }

    @Test
    void a_canceled_run_is_made_again_too() {
        var id = started("nap");
        say(id, "cancel");
        say(id, "retry").statusCode(201).body("forkedFrom", equalTo(id));
    }

    @Test
    void what_has_not_failed_is_not_made_again() {
        var done = ended(GREET);
        problem(say(done, "retry"), 409)
                .body("from", equalTo("COMPLETED"))
                .body("allowed", equalTo(List.of("FAILED", "CANCELED")));
        var open = started("nap");
        awaitState(open, "WAITING");
        problem(say(open, "retry"), 409)
                .body("from", equalTo("WAITING"))
                .body("allowed", equalTo(List.of("FAILED", "CANCELED")));
        problem(say(NOBODY, "retry"), 404);
        problem(say("x", "retry"), 404);
        problem(say(open, "retry", "{\"from\": 1}"), 422);
        given().get("/runs/" + open + "/retry").then().statusCode(405);
    }

    @Test
    void who_made_whom_again_is_told_at_both() {
        var id = ended(DOUBTFUL);
        String again = say(id, "retry").extract().path("id");
        awaitState(again, "FAILED");
        String third = say(again, "retry").extract().path("id");
        given().get("/runs/" + id + "/lineage")
                .then()
                .statusCode(200)
                .body("run.id", equalTo(id))
                .body("run.workflow", equalTo("doubtful"))
                .body("run.state", equalTo("FAILED"))
                .body("forks.id", equalTo(List.of(again)))
                .body("origins", hasSize(0))
                .body("ancestors", hasSize(0))
                .body("children", hasSize(0));
        given().get("/runs/" + third + "/lineage")
                .then()
                .body("origins.id", equalTo(List.of(again, id)))
                .body("forks", hasSize(0));
        problem(given().get("/runs/" + NOBODY + "/lineage").then(), 404);
    }

    private static ValidatableResponse retry(String id, String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/runs/" + id + "/retry")
                .then();
    }
}
