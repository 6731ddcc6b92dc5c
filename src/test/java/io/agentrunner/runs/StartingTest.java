package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.start;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class StartingTest {
    @Test
    void a_new_run_is_where_its_location_says() {
        var answer = start(GREET).statusCode(201).body("workflow", equalTo("greet")).extract();
        String id = answer.path("id");
        assertThat(answer.header("Location")).endsWith("/runs/" + id);
        given().get("/runs/" + id).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void who_waits_gets_the_run_at_its_end() {
        start(GREET, "Prefer", "wait=20")
                .statusCode(201)
                .header("Preference-Applied", "wait=20")
                .body("state", equalTo("COMPLETED"))
                .body("result.text", equalTo("Bye Ann"))
                .body("endedAt", notNullValue());
    }

    @Test
    void who_waits_in_vain_gets_the_run_as_it_stands() {
        start("{\"workflow\": \"nap\"}", "Prefer", "wait=0")
                .statusCode(201)
                .header("Preference-Applied", "wait=0");
    }

    @Test
    void the_same_key_and_body_start_one_run() {
        var key = UUID.randomUUID().toString();
        String id =
                start(GREET, "Idempotency-Key", key)
                        .statusCode(201)
                        .header("Idempotency-Replayed", nullValue())
                        .extract()
                        .path("id");
        start(GREET, "Idempotency-Key", key)
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .header("Location", containsString(id))
                .body("id", equalTo(id));
    }

    @Test
    void a_key_belongs_to_one_body() {
        var key = UUID.randomUUID().toString();
        start(GREET, "Idempotency-Key", key).statusCode(201);
        problem(start(GREET.replace("Ann", "Bob"), "Idempotency-Key", key), 422)
                .body("errors[0].path", equalTo("Idempotency-Key"));
    }

    @Test
    void a_key_that_is_none_is_refused() {
        for (var key : List.of("two words", "", " ")) {
            problem(start(GREET, "Idempotency-Key", key), 400)
                    .body("detail", containsString("Idempotency-Key"));
        }
    }

    @Test
    void an_unknown_workflow_is_not_found() {
        problem(start("{\"workflow\": \"nobody\"}"), 404).body("detail", containsString("nobody"));
        problem(start("{\"workflow\": \"greet\", \"version\": \"sha256:0\"}"), 404);
    }

    @Test
    void an_archived_workflow_takes_no_runs() {
        given().delete("/workflows/old").then().statusCode(200);
        problem(start("{\"workflow\": \"old\"}"), 409).body("from", equalTo("ARCHIVED"));
    }

    @Test
    void what_was_started_once_is_answered_whatever_became_of_its_workflow() {
        var workflow = "idem-" + UUID.randomUUID();
        var body = "{\"workflow\": \"" + workflow + "\"}";
        var key = UUID.randomUUID().toString();
        given().contentType(ContentType.JSON)
                .body(
                        "{\"name\": \"%s\", \"timeline\": [\"a\"], \"steps\": {\"a\": {\"type\": \"set\", \"value\": 1}}}"
                                .formatted(workflow))
                .post("/workflows")
                .then()
                .statusCode(201);
        String id = start(body, "Idempotency-Key", key).statusCode(201).extract().path("id");
        given().delete("/workflows/" + workflow).then().statusCode(200);
        start(body, "Idempotency-Key", key)
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(id));
        problem(start(body + " ", "Idempotency-Key", key), 422);
        problem(start(body, "Idempotency-Key", UUID.randomUUID().toString()), 409);
    }

    @Test
    void a_run_can_be_asked_for_in_yaml() {
        startYaml("workflow: greet\ninputs: {name: Ann}\npriority: 3")
                .statusCode(201)
                .body("inputs.name", equalTo("Ann"))
                .body("priority", equalTo(3));
        problem(startYaml("workflow: [greet"), 400).body("errors[0].line", equalTo(1));
        problem(startYaml("workflow: greet\ninput: {}"), 422)
                .body("errors.path", hasItem("/input"));
    }

    private static ValidatableResponse startYaml(String yaml) {
        return given().header("Content-Type", "application/yaml")
                .body(yaml.getBytes(UTF_8))
                .post("/runs")
                .then();
    }

    @Test
    void inputs_that_do_not_fit_are_told_where() {
        problem(start("{\"workflow\": \"greet\"}"), 422)
                .body("errors[0].path", equalTo("/inputs/name"));
        problem(start("{\"workflow\": \"greet\", \"inputs\": {\"name\": 7, \"times\": 0}}"), 422)
                .body("errors.path", hasItems("/inputs/name", "/inputs/times"));
    }

    @Test
    void what_a_start_does_not_know_is_named() {
        problem(start("{\"workflow\": \"greet\", \"input\": {}, \"tags\": [1]}"), 422)
                .body("errors.path", hasItems("/input", "/tags/0"));
        problem(start("{}"), 422).body("errors.path", hasItem("/workflow"));
        problem(start("{\"workflow\": "), 400).body("errors[0].line", equalTo(1));
    }

    @Test
    void tags_and_metadata_have_limits() {
        var tags = "\"x\",".repeat(40).replaceAll(",$", "");
        problem(start("{\"workflow\": \"greet\", \"tags\": [" + tags + "]}"), 422)
                .body("errors.path", hasItem("/tags"));
        var metadata = "{\"a\": \"" + "x".repeat(20_000) + "\"}";
        problem(start("{\"workflow\": \"greet\", \"metadata\": " + metadata + "}"), 422)
                .body("errors.path", hasItem("/metadata"));
    }

    @Test
    void a_run_can_begin_later() {
        var at = Instant.now().plusSeconds(3600).toString();
        start("{\"workflow\": \"nap\", \"startAt\": \"" + at + "\", \"timeout\": \"PT1H\"}")
                .statusCode(201)
                .body("state", equalTo("QUEUED"))
                .body("reason", equalTo("START_AT"))
                .body("startedAt", nullValue());
    }

    @Test
    void a_run_begins_when_its_time_comes() {
        var at = Instant.now().plusSeconds(2);
        String started =
                start(
                                GREET.replaceFirst("\\{", "{\"startAt\": \"" + at + "\", "),
                                "Prefer",
                                "wait=20")
                        .body("state", equalTo("COMPLETED"))
                        .extract()
                        .path("startedAt");
        assertThat(Instant.parse(started)).isBetween(at, at.plusSeconds(5));
    }

    @Test
    void a_time_has_a_year_of_four_digits() {
        problem(start("{\"workflow\": \"nap\", \"startAt\": \"-999999-01-01T00:00:00Z\"}"), 422)
                .body("errors.path", hasItem("/startAt"));
        problem(start("{\"workflow\": \"nap\", \"startAt\": \"+10000-01-01T00:00:00Z\"}"), 422);
    }

    @Test
    void a_number_that_no_one_could_calculate_with_is_refused() {
        problem(start("{\"workflow\": \"nap\", \"metadata\": {\"a\": [1e9999999]}}"), 422)
                .body("errors.path", hasItem("/metadata/a/0"));
    }

    @Test
    void everything_said_at_the_start_is_shown() {
        start(
                        "{\"workflow\": \"nap\", \"tags\": [\"eu\"], \"metadata\": {\"a\": 1.50}, \"priority\": 7, \"correlationId\": \"c-1\"}")
                .body("tags", equalTo(List.of("eu")))
                .body("metadata.a", equalTo(1.5f))
                .body("priority", equalTo(7))
                .body("correlationId", equalTo("c-1"))
                .body("version", containsString("sha256:"))
                .body("parentRunId", nullValue())
                .body("$", hasKey("forkedFrom"))
                .body("inputs", equalTo(java.util.Map.of()));
    }

    @Test
    void a_version_whose_code_is_not_here_takes_no_runs() {
        given().contentType(ContentType.JSON)
                .body(
                        """
                        {"name": "gone", "timeline": ["pay"],
                         "steps": {"pay": {"type": "java", "step": "gone.pay"}}}""")
                .post("/workflows")
                .then()
                .statusCode(201);
        problem(start("{\"workflow\": \"gone\"}"), 409)
                .body("from", equalTo("WITHOUT_CODE"))
                .body("detail", containsString("step `pay` calls `gone.pay`"));
    }
}
