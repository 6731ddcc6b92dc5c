package io.agentrunner.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class RunsTest {

    private static final String GREET =
            "{\"workflow\": \"greet\", \"inputs\": {\"name\": \"Ann\"}}";
    private static final String NOBODY = "01990000-0000-7000-8000-000000000000";

    static ValidatableResponse start(String body, String... headers) {
        var request = given().contentType(ContentType.JSON).body(body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.post("/runs").then();
    }

    static String started(String workflow) {
        return start("{\"workflow\": \"" + workflow + "\"}").statusCode(201).extract().path("id");
    }

    static String ended(String body) {
        return start(body, "Prefer", "wait=20").statusCode(201).extract().path("id");
    }

    static void awaitState(String id, String state) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                given().get("/runs/" + id)
                                        .then()
                                        .extract()
                                        .path("state")
                                        .equals(state));
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("detail", notNullValue());
    }

    @Nested
    class Starting {
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
            problem(start(GREET, "Idempotency-Key", "two words"), 400);
        }

        @Test
        void an_unknown_workflow_is_not_found() {
            problem(start("{\"workflow\": \"nobody\"}"), 404)
                    .body("detail", containsString("nobody"));
            problem(start("{\"workflow\": \"greet\", \"version\": \"sha256:0\"}"), 404);
        }

        @Test
        void an_archived_workflow_takes_no_runs() {
            given().delete("/workflows/old").then().statusCode(200);
            problem(start("{\"workflow\": \"old\"}"), 409).body("from", equalTo("ARCHIVED"));
        }

        @Test
        void inputs_that_do_not_fit_are_told_where() {
            problem(start("{\"workflow\": \"greet\"}"), 422)
                    .body("errors[0].path", equalTo("/inputs/name"));
            problem(
                            start(
                                    "{\"workflow\": \"greet\", \"inputs\": {\"name\": 7, \"times\": 0}}"),
                            422)
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
    }

    @Nested
    class Showing {
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
                    given().get("/runs/" + id + "/steps?limit=1")
                            .then()
                            .extract()
                            .path("nextCursor");
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
            for (var action : List.of("pause", "resume", "step", "retry", "fork")) {
                problem(given().noContentType().post("/runs/" + id + "/" + action).then(), 404);
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

    @Nested
    class Listing {
        @Test
        void lists_have_pages_without_gap_or_overlap_and_without_payloads() {
            var tag = UUID.randomUUID().toString();
            var body = "{\"workflow\": \"nap\", \"tags\": [\"" + tag + "\"]}";
            String first = start(body).extract().path("id");
            String second = start(body).extract().path("id");
            String third = start(body).extract().path("id");
            var page =
                    given().get("/runs?tag=" + tag + "&limit=2")
                            .then()
                            .statusCode(200)
                            .body("items.id", equalTo(List.of(third, second)))
                            .body("total", equalTo(3))
                            .body("totalIsEstimate", equalTo(false))
                            .body("items[0]", not(hasKey("inputs")))
                            .body("items[0]", not(hasKey("result")))
                            .body("items[0]", not(hasKey("steps")))
                            .extract();
            given().get("/runs?tag=" + tag + "&limit=2&cursor=" + page.path("nextCursor"))
                    .then()
                    .body("items.id", equalTo(List.of(first)))
                    .body("nextCursor", nullValue());
            given().get("/runs?tag=" + tag + "&sort=createdAt")
                    .then()
                    .body("items.id", equalTo(List.of(first, second, third)));
        }

        @Test
        void every_filter_selects() {
            var tag = UUID.randomUUID().toString();
            var done =
                    ended(
                            GREET.replace(
                                    "}}",
                                    "}, \"tags\": [\""
                                            + tag
                                            + "\"], \"correlationId\": \"c-"
                                            + tag
                                            + "\"}"));
            var open =
                    (String)
                            start("{\"workflow\": \"nap\", \"tags\": [\"" + tag + "\"]}")
                                    .extract()
                                    .path("id");
            awaitState(open, "WAITING");
            var of = "/runs?tag=" + tag;
            given().get(of + "&workflow=nap").then().body("items.id", equalTo(List.of(open)));
            given().get(of + "&state=COMPLETED").then().body("items.id", equalTo(List.of(done)));
            given().get(of + "&state=COMPLETED&state=WAITING").then().body("items", hasSize(2));
            given().get(of + "&reason=SLEEP").then().body("items.id", equalTo(List.of(open)));
            given().get(of + "&q=c-" + tag).then().body("items.id", equalTo(List.of(done)));
            given().get(of + "&q=" + done).then().body("items.id", equalTo(List.of(done)));
            given().get(of + "&createdAfter=2100-01-01T00:00:00Z")
                    .then()
                    .body("items", hasSize(0))
                    .body("total", equalTo(0));
            given().get(of + "&createdBefore=2100-01-01T00:00:00Z")
                    .then()
                    .body("items", hasSize(2));
            given().get(of + "&parent=" + NOBODY).then().body("items", hasSize(0));
            given().get(of + "&state=&q=").then().body("items", hasSize(2));
        }

        @Test
        void what_cannot_be_read_is_refused_by_name() {
            for (var query :
                    List.of(
                            "state=ASLEEP",
                            "reason=x",
                            "limit=0",
                            "limit=501",
                            "limit=x",
                            "cursor=x",
                            "sort=name",
                            "parent=x",
                            "createdAfter=yesterday",
                            "stat=FAILED")) {
                problem(given().get("/runs?" + query).then(), 400)
                        .body("detail", containsString(query.substring(0, query.indexOf('='))));
            }
        }

        @Test
        void a_page_has_fifty_unless_told_otherwise() {
            given().get("/runs")
                    .then()
                    .statusCode(200)
                    .body("items.size()", lessThanOrEqualTo(50))
                    .body("items.state", everyItem(notNullValue()));
        }
    }

    @Nested
    class Ending {
        @Test
        void a_waiting_run_is_canceled_at_once() {
            var id = started("nap");
            awaitState(id, "WAITING");
            given().contentType(ContentType.JSON)
                    .body("{\"reason\": \"enough\"}")
                    .post("/runs/" + id + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("CANCELED"))
                    .body("reason", equalTo("CANCEL_REQUESTED"));
        }

        @Test
        void a_working_run_is_told_to_stop_and_soon_has() {
            var id = started("talk");
            awaitState(id, "RUNNING");
            int status =
                    given().noContentType()
                            .post("/runs/" + id + "/cancel")
                            .then()
                            .extract()
                            .statusCode();
            assertThat(status).isIn(200, 202);
            awaitState(id, "CANCELED");
            given().noContentType()
                    .post("/runs/" + id + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("CANCELED"));
        }

        @Test
        void a_run_that_ended_otherwise_cannot_be_canceled() {
            var id = ended(GREET);
            problem(given().noContentType().post("/runs/" + id + "/cancel").then(), 409)
                    .body("from", equalTo("COMPLETED"))
                    .body("allowed", equalTo(List.of("QUEUED", "RUNNING", "WAITING")));
        }

        @Test
        void a_cancel_takes_a_reason_and_nothing_else() {
            var id = started("nap");
            problem(
                    given().contentType(ContentType.JSON)
                            .body("{\"why\": \"x\"}")
                            .post("/runs/" + id + "/cancel")
                            .then(),
                    422);
        }

        @Test
        void a_run_that_goes_on_cannot_be_removed() {
            var id = started("nap");
            problem(given().delete("/runs/" + id).then(), 409)
                    .body("allowed", equalTo(List.of("COMPLETED", "FAILED", "CANCELED")));
        }

        @Test
        void a_run_is_removed_with_all_that_is_its() {
            var id = ended("{\"workflow\": \"broken\"}");
            var data =
                    Path.of(ConfigProvider.getConfig().getValue("agent-runner.data", String.class));
            assertThat(filesOf(data, id)).isNotEmpty();
            given().delete("/runs/" + id).then().statusCode(204);
            problem(given().get("/runs/" + id).then(), 404);
            problem(given().delete("/runs/" + id).then(), 404);
            given().get("/runs/" + id + "/artifacts")
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(200, 404));
            assertThat(filesOf(data, id)).isEmpty();
        }

        private static List<Path> filesOf(Path data, String id) {
            try (var files = Files.walk(data)) {
                return files.filter(it -> it.toString().contains(id)).toList();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
