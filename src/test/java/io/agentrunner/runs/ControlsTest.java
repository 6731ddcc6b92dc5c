package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.NOBODY;
import static io.agentrunner.runs.AtTheDoor.awaitReason;
import static io.agentrunner.runs.AtTheDoor.awaitState;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.letGo;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.say;
import static io.agentrunner.runs.AtTheDoor.start;
import static io.agentrunner.runs.AtTheDoor.started;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class ControlsTest {

    private static final List<String> OPEN = List.of("QUEUED", "RUNNING", "WAITING");

    @Test
    void a_waiting_run_is_paused_at_once_and_says_so_everywhere() {
        var id = started("nap");
        awaitState(id, "WAITING");
        say(id, "pause", "{\"reason\": \"lunch\"}")
                .statusCode(200)
                .body("state", equalTo("WAITING"))
                .body("reason", equalTo("PAUSED"))
                .body("message", containsString("lunch"));
        given().get("/runs?reason=PAUSED&q=" + id)
                .then()
                .body("items[0].id", equalTo(id))
                .body("items[0].message", containsString("lunch"));
        say(id, "pause").statusCode(200).body("message", containsString("lunch"));
    }

    @Test
    void what_runs_may_finish_and_nothing_new_begins() {
        var id = started("walk");
        awaitState(id, "RUNNING");
        say(id, "pause").statusCode(202).body("state", equalTo("RUNNING"));
        letGo(id);
        awaitReason(id, "PAUSED");
        given().get("/runs/" + id).then().body("steps", hasSize(1));
    }

    @Test
    void a_paused_run_goes_on_when_it_is_resumed() {
        var id = started("nap");
        awaitState(id, "WAITING");
        say(id, "pause").statusCode(200);
        say(id, "resume").statusCode(200).body("reason", equalTo("SLEEP"));
        say(id, "resume").statusCode(200).body("reason", equalTo("SLEEP"));
    }

    @Test
    void a_run_that_was_not_started_is_paused_and_resumed_too() {
        String id =
                start("{\"workflow\": \"nap\", \"startAt\": \"2999-01-01T00:00:00Z\"}")
                        .extract()
                        .path("id");
        say(id, "pause")
                .statusCode(200)
                .body("state", equalTo("QUEUED"))
                .body("reason", equalTo("PAUSED"));
        problem(say(id, "step"), 409).body("from", equalTo("QUEUED"));
        say(id, "resume").statusCode(200).body("reason", equalTo("START_AT"));
    }

    @Test
    void a_paused_run_is_taken_step_by_step() {
        var id = started("walk");
        awaitState(id, "RUNNING");
        say(id, "pause");
        letGo(id);
        awaitReason(id, "PAUSED");
        say(id, "step");
        awaitReason(id, "PAUSED");
        given().get("/runs/" + id)
                .then()
                .body("steps.path", equalTo(List.of("wait", "left")))
                .body("steps[1].state", equalTo("COMPLETED"));
        say(id, "step");
        awaitState(id, "COMPLETED");
    }

    @Test
    void only_a_paused_run_that_does_nothing_is_taken_by_the_step() {
        var id = started("talk");
        awaitState(id, "RUNNING");
        problem(say(id, "step"), 409)
                .body("from", equalTo("RUNNING"))
                .body("allowed", equalTo(List.of("PAUSED")));
        say(id, "pause");
        problem(say(id, "step"), 409).body("detail", containsString("under way"));
        var asleep = started("nap");
        awaitState(asleep, "WAITING");
        say(asleep, "pause");
        problem(say(asleep, "step"), 409)
                .body("from", equalTo("WAITING"))
                .body("allowed", hasSize(0))
                .body("detail", containsString("nothing to do"));
    }

    @Test
    void a_run_that_has_ended_takes_none_of_it() {
        var id = ended(GREET);
        for (var action : List.of("pause", "resume", "step", "cancel")) {
            problem(say(id, action), 409)
                    .body("from", equalTo("COMPLETED"))
                    .body("allowed", equalTo(OPEN))
                    .body("detail", containsString(id));
        }
    }

    @Test
    void they_take_a_reason_and_nothing_else() {
        var id = started("nap");
        for (var action : List.of("pause", "resume", "step")) {
            problem(say(id, action, "{\"why\": \"x\"}"), 422)
                    .body("errors[0].path", equalTo("/why"));
            problem(say(id, action, "{"), 400);
            problem(
                    given().contentType("text/csv")
                            .body("a,b")
                            .post("/runs/" + id + "/" + action)
                            .then(),
                    415);
            given().get("/runs/" + id + "/" + action).then().statusCode(405);
            given().head("/runs/" + id + "/" + action).then().statusCode(405);
            problem(say(NOBODY, action), 404);
        }
        given().contentType("application/yaml")
                .body("reason: lunch".getBytes(UTF_8))
                .post("/runs/" + id + "/pause")
                .then()
                .statusCode(200)
                .body("message", containsString("lunch"));
    }

    @Test
    void a_paused_run_is_canceled_like_any_other() {
        var id = started("nap");
        say(id, "pause");
        say(id, "cancel").statusCode(200).body("state", equalTo("CANCELED"));
    }

    @Test
    void a_run_that_nobody_paused_has_no_reason_to_wait() {
        var id = started("talk");
        awaitState(id, "RUNNING");
        say(id, "resume").statusCode(200).body("reason", nullValue());
    }
}
