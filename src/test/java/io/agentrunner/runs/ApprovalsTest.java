package io.agentrunner.runs;

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
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class ApprovalsTest {

    private static final String APPROVE =
            "{\"decision\": \"approve\", \"data\": {\"carrier\": \"van\"}, \"comment\": \"fine\","
                    + " \"by\": \"Ann\"}";
    private static final String REJECT = "{\"decision\": \"reject\", \"by\": \"Bob\"}";

    @Test
    void what_waits_for_a_person_is_listed_with_all_that_person_needs() {
        var id = asked();
        given().get("/approvals?limit=500")
                .then()
                .statusCode(200)
                .rootPath("items.find { it.runId == '" + id + "' }")
                .body("workflow", equalTo("ask"))
                .body("step", equalTo("review"))
                .body("iteration", equalTo(1))
                .body("title", equalTo("Ship a box?"))
                .body("kind", equalTo("shipping"))
                .body("data.weight", equalTo(3))
                .body("form.required", equalTo(List.of("carrier")))
                .body("requestedAt", notNullValue())
                .body("until", notNullValue())
                .body("paused", equalTo(false));
        given().get("/runs/" + id)
                .then()
                .body("message", equalTo("Ship a box?"))
                .body("steps[0].awaiting.what", equalTo("APPROVAL"))
                .body("steps[0].awaiting.title", equalTo("Ship a box?"))
                .body("steps[0].awaiting.form.required", equalTo(List.of("carrier")))
                .body("steps[0].awaiting.until", notNullValue())
                .body("steps[0].awaiting", not(hasKey("decided")));
    }

    @Test
    void a_run_goes_on_with_what_was_decided() {
        var id = asked();
        decide(id, "review", APPROVE).statusCode(200);
        awaitState(id, "COMPLETED");
        given().get("/runs/" + id)
                .then()
                .body("steps[0].result.decision", equalTo("approve"))
                .body("steps[0].result.data.carrier", equalTo("van"))
                .body("steps[0].result.data.gift", equalTo(false))
                .body("steps[0].result.comment", equalTo("fine"))
                .body("steps[0].result.by", equalTo("Ann"))
                .body("steps[0].awaiting.decided.by", equalTo("Ann"));
        assertThat(listed(id, "")).isEmpty();
    }

    @Test
    void the_same_decision_again_is_fine_and_the_other_one_too_late() {
        var id = asked();
        decide(id, "review", APPROVE).statusCode(200);
        decide(id, "review", "{\"decision\": \"approve\", \"by\": \"Bob\"}").statusCode(200);
        problem(decide(id, "review", REJECT), 409)
                .body("from", equalTo("approve"))
                .body("allowed", equalTo(List.of("approve")))
                .body("detail", containsString("Ann"));
        awaitState(id, "COMPLETED");
        decide(id, "review", APPROVE).statusCode(200);
        problem(decide(id, "review", REJECT), 409).body("from", equalTo("approve"));
        given().get("/runs/" + id).then().body("steps[0].result.by", equalTo("Ann"));
    }

    @Test
    void a_decision_has_a_limit_in_size() {
        var id = asked();
        var carrier = "x".repeat(1 << 20);
        var large = "{\"decision\": \"approve\", \"data\": {\"carrier\": \"" + carrier + "\"}}";
        problem(decide(id, "review", large), 413);
        given().get("/runs/" + id).then().body("reason", equalTo("APPROVAL"));
    }

    @Test
    void who_rejects_need_not_fill_in_the_form() {
        var id = asked();
        decide(id, "review", REJECT).statusCode(200);
        awaitState(id, "FAILED");
        given().get("/runs/" + id).then().body("steps[0].reason", equalTo("REJECTED"));
    }

    @Test
    void data_that_does_not_fit_the_form_is_refused_by_name() {
        var id = asked();
        problem(decide(id, "review", "{\"decision\": \"approve\"}"), 422)
                .body("errors[0].path", equalTo("/data/carrier"));
        problem(
                        decide(
                                id,
                                "review",
                                "{\"decision\": \"approve\", \"data\": {\"carrier\": \"ship\"}}"),
                        422)
                .body("errors[0].path", equalTo("/data/carrier"));
        problem(decide(id, "review", "{\"decision\": \"approve\", \"data\": [1]}"), 422)
                .body("errors[0].path", equalTo("/data"));
        given().get("/runs/" + id).then().body("reason", equalTo("APPROVAL"));
    }

    @Test
    void what_cannot_be_meant_is_refused_by_name() {
        var id = asked();
        problem(decide(id, "review", "{\"decision\": \"perhaps\"}"), 422)
                .body("errors[0].path", equalTo("/decision"));
        problem(decide(id, "review", "{}"), 422).body("errors[0].path", equalTo("/decision"));
        problem(decide(id, "review", "{\"decision\": \"approve\", \"who\": \"Ann\"}"), 422);
        problem(decide(id, "review", "{"), 400);
        problem(decide(id, "nobody", APPROVE), 404);
        problem(decide(id, "after", APPROVE), 404);
        problem(decide(NOBODY, "review", APPROVE), 404);
        problem(given().get("/approvals?who=me").then(), 400);
        problem(given().get("/approvals?cursor=x").then(), 400);
        given().get("/runs/" + id + "/approvals/review").then().statusCode(405);
        given().post("/approvals").then().statusCode(405);
        given().head("/approvals").then().statusCode(200);
    }

    @Test
    void a_step_that_asks_nothing_cannot_be_decided() {
        var id = started("nap");
        awaitState(id, "WAITING");
        problem(decide(id, "rest", APPROVE), 409)
                .body("from", equalTo("WAITING"))
                .body("allowed", equalTo(List.of()));
        var done = ended(AtTheDoor.GREET);
        problem(decide(done, "hello", APPROVE), 409).body("from", equalTo("COMPLETED"));
    }

    @Test
    void a_paused_run_still_asks_and_goes_on_when_it_is_resumed() {
        var id = asked();
        say(id, "pause").statusCode(200);
        given().get("/approvals?limit=500")
                .then()
                .body("items.find { it.runId == '" + id + "' }.paused", equalTo(true));
        String at =
                decide(id, "review", APPROVE)
                        .statusCode(200)
                        .body("reason", equalTo("PAUSED"))
                        .extract()
                        .path("steps[0].awaiting.decided.at");
        given().get("/runs/" + id + "/events")
                .then()
                .body("items.find { it.type == 'approval.decided' }.at", equalTo(at));
        assertThat(listed(id, "")).isEmpty();
        say(id, "resume").statusCode(200);
        awaitState(id, "COMPLETED");
    }

    @Test
    void steps_inside_others_ask_whatever_runs_beside_them() {
        var id = started("crowd");
        await().atMost(Duration.ofSeconds(20)).until(() -> listed(id, "").size() == 3);
        given().get("/runs/" + id).then().body("state", equalTo("RUNNING"));
        var step = "/runs/" + id + "/steps/fan.polls%5B1%5D";
        given().urlEncodingEnabled(false)
                .get(step)
                .then()
                .statusCode(200)
                .body("path", equalTo("fan.polls[1]"))
                .body("name", equalTo("polls[1]"))
                .body("awaiting.title", equalTo("Poll 2?"));
        given().urlEncodingEnabled(false)
                .get(step + "/attempts")
                .then()
                .body("items[0].number", equalTo(1));
        given().get("/runs/" + id + "/steps/fan")
                .then()
                .body("awaiting.what", equalTo("STEPS"))
                .body("awaiting.begun", equalTo(3));
        decide(id, "fan.polls%5B1%5D", "{\"decision\": \"approve\"}").statusCode(200);
        assertThat(listed(id, "")).containsExactly("fan.polls[0]", "fan.polls[2]");
        letGo(id);
        awaitReason(id, "SLEEP");
        assertThat(listed(id, "")).containsExactly("fan.polls[0]", "fan.polls[2]");
        problem(decide(id, "fan.polls%5B7%5D", APPROVE), 404);
    }

    @Test
    void the_list_has_pages_without_gap_or_overlap_and_one_workflow_of_choice() {
        var crowd = started("crowd");
        await().atMost(Duration.ofSeconds(20)).until(() -> listed(crowd, "").size() == 3);
        var id = asked();
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = given().get("/approvals?limit=2" + cursor).then().statusCode(200);
            List<String> runs = page.extract().path("items.runId");
            List<String> steps = page.extract().path("items.step");
            for (int i = 0; i < runs.size(); i++) {
                seen.add(runs.get(i) + " " + steps.get(i));
            }
            String next = page.extract().path("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsSubsequence(
                        crowd + " fan.polls[0]",
                        crowd + " fan.polls[1]",
                        crowd + " fan.polls[2]",
                        id + " review");
        assertThat(listed(crowd, "&workflow=ask")).isEmpty();
        assertThat(listed(id, "&workflow=ask")).containsExactly("review");
        given().get("/approvals?workflow=nobody")
                .then()
                .body("total", equalTo(0))
                .body("totalIsEstimate", equalTo(false))
                .body("nextCursor", nullValue());
        given().get("/approvals?workflow=ask&limit=1")
                .then()
                .body("items.runId", not(hasItem(crowd)));
    }

    @Test
    void nobody_is_asked_about_a_run_that_was_canceled() {
        var id = asked();
        say(id, "cancel").statusCode(200);
        assertThat(listed(id, "")).isEmpty();
        problem(decide(id, "review", APPROVE), 409).body("from", equalTo("CANCELED"));
    }

    private static String asked() {
        String id =
                start("{\"workflow\": \"ask\", \"inputs\": {\"what\": \"a box\"}}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        awaitReason(id, "APPROVAL");
        return id;
    }

    private static ValidatableResponse decide(String id, String step, String body) {
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/runs/" + id + "/approvals/" + step)
                .then();
    }

    /** The steps of that run that ask. */
    private static List<String> listed(String id, String more) {
        return given().get("/approvals?limit=500" + more)
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.runId == '" + id + "' }.step");
    }
}
