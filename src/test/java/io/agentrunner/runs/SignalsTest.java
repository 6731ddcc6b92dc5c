package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.NOBODY;
import static io.agentrunner.runs.AtTheDoor.awaitReason;
import static io.agentrunner.runs.AtTheDoor.awaitState;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.say;
import static io.agentrunner.runs.AtTheDoor.started;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class SignalsTest {

    @Test
    void each_step_that_waits_for_a_signal_takes_one() {
        var id = started("listen");
        awaitReason(id, "SIGNAL");
        given().get("/runs/" + id)
                .then()
                .body("steps[0].awaiting.what", equalTo("SIGNAL"))
                .body("steps[0].awaiting.name", equalTo("ready"));
        say(id, "signals/ready", "{\"n\": [1, 2.50]}").statusCode(202).body("id", equalTo(id));
        say(id, "signals/ready").statusCode(202);
        awaitState(id, "COMPLETED");
        given().get("/runs/" + id)
                .then()
                .body("steps[0].result.n[0]", equalTo(1))
                .body("steps[1].result", nullValue());
    }

    @Test
    void the_data_is_any_json() {
        for (var data : List.of("null", "true", "\"text\"", "[]", "7")) {
            var id = started("listen");
            say(id, "signals/ready", data).statusCode(202);
            say(id, "signals/other", data).statusCode(202);
            awaitReason(id, "SIGNAL");
            given().get("/runs/" + id).then().body("state", equalTo("WAITING"));
        }
    }

    @Test
    void a_mebibyte_is_taken_to_the_byte() {
        var id = started("listen");
        say(id, "signals/ready", "\"" + "x".repeat((1 << 20) - 2) + "\"").statusCode(202);
        say(id, "signals/ready", "1").statusCode(202);
        awaitState(id, "COMPLETED");
        String result = given().get("/runs/" + id).path("steps[0].result");
        assertThat(result).hasSize((1 << 20) - 2);
    }

    @Test
    void what_cannot_be_kept_is_refused() {
        var id = started("listen");
        problem(say(id, "signals/ready", "{"), 400);
        problem(say(id, "signals/ready", "{} {}"), 400);
        problem(say(id, "signals/ready", "\"\\u0000\""), 422);
        problem(say(id, "signals/two words", "1"), 400);
        problem(say(id, "signals/" + "x".repeat(64), "1"), 400);
        problem(say(id, "signals/ready", "\"" + "x".repeat(1 << 20) + "\""), 413);
        problem(say(NOBODY, "signals/ready", "1"), 404);
        given().get("/runs/" + id + "/signals/ready").then().statusCode(405);
        given().get("/runs/" + id + "/events")
                .then()
                .body("items.findAll { it.type == 'signal.received' }", hasSize(0));
    }

    @Test
    void a_run_that_has_ended_takes_none() {
        problem(say(ended(GREET), "signals/ready", "1"), 409)
                .body("from", equalTo("COMPLETED"))
                .body("allowed", equalTo(List.of("QUEUED", "RUNNING", "WAITING")));
    }

    @Test
    void a_child_is_found_from_its_parent_and_back() {
        var id = started("family");
        awaitReason(id, "CHILD");
        String child = given().get("/runs/" + id).path("steps[0].awaiting.runId");
        given().get("/runs/" + id)
                .then()
                .body("steps[0].awaiting.what", equalTo("CHILD"))
                .body("steps[0].awaiting.workflow", equalTo("listen"));
        given().get("/runs/" + child).then().body("parentRunId", equalTo(id));
        given().get("/runs?parent=" + id).then().body("items.id", equalTo(List.of(child)));
        given().get("/runs/" + child + "/lineage")
                .then()
                .body("ancestors.id", equalTo(List.of(id)))
                .body("ancestors[0].workflow", equalTo("family"));
        given().get("/runs/" + id + "/lineage")
                .then()
                .body("children.id", equalTo(List.of(child)))
                .body("children[0].workflow", equalTo("listen"))
                .body("childrenTotal", equalTo(1));
        say(child, "signals/ready");
        say(child, "signals/ready", "42");
        awaitState(id, "COMPLETED");
        given().get("/runs/" + id)
                .then()
                .body("result", equalTo(42))
                .body("steps[0].awaiting.state", equalTo("COMPLETED"));
    }
}
