package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.NOBODY;
import static io.agentrunner.runs.AtTheDoor.awaitState;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.start;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class BulkTest {

    @Inject Pool pool;

    private final String tag = UUID.randomUUID().toString();

    @Test
    void every_run_that_the_filter_finds_is_canceled_and_no_other() {
        var mine = List.of(nap(tag), nap(tag), nap(tag));
        var other = nap("other-" + tag);
        var job = begun(ask("cancel", of(tag)));
        over(job)
                .body("state", equalTo("COMPLETED"))
                .body("action", equalTo("cancel"))
                .body("filter.tag", equalTo(tag))
                .body("endedAt", notNullValue())
                .body("progress.total", equalTo(3))
                .body("progress.found", equalTo(3))
                .body("progress.done", equalTo(3))
                .body("results.items.runId", equalTo(mine))
                .body("results.items.outcome", everyItem(is("DONE")));
        mine.forEach(id -> awaitState(id, "CANCELED"));
        given().get("/runs/" + other).then().body("state", equalTo("WAITING"));
        given().get("/runs/" + mine.getFirst()).then().body("message", equalTo("all of them"));
    }

    @Test
    void what_the_state_of_a_run_rules_out_is_a_result_and_stops_nothing() {
        var done = greeted(tag);
        var open = nap(tag);
        over(begun(ask("pause", of(tag))))
                .body("progress.done", equalTo(1))
                .body("progress.refused", equalTo(1))
                .body("results.items.runId", equalTo(List.of(done, open)))
                .body("results.items.outcome", equalTo(List.of("REFUSED", "DONE")))
                .body("results.items[0].detail", containsString("COMPLETED"));
        given().get("/runs/" + open).then().body("reason", equalTo("PAUSED"));
        over(begun(ask("resume", "{\"tag\": \"" + tag + "\", \"reason\": [\"PAUSED\"]}")))
                .body("progress.done", equalTo(1));
        given().get("/runs/" + open).then().body("reason", equalTo("SLEEP"));
    }

    @Test
    void failed_runs_are_made_again_once() {
        var body = "{\"workflow\": \"doubtful\", \"tags\": [\"" + tag + "\"]}";
        var first = ended(body);
        ended(body);
        var filter = "{\"tag\": \"" + tag + "\", \"state\": [\"FAILED\", \"CANCELED\"]}";
        List<String> made =
                over(begun(ask("retry", filter)))
                        .body("progress.done", equalTo(2))
                        .body("progress.found", equalTo(2))
                        .extract()
                        .path("results.items.newRunId");
        assertThat(made).hasSize(2).doesNotContainNull();
        given().get("/runs/" + made.getFirst()).then().body("forkedFrom", equalTo(first));
        given().get("/runs/" + made.getFirst() + "/lineage")
                .then()
                .body("run.forkReason", equalTo("all of them"));
        made.forEach(id -> awaitState(id, "FAILED"));
        given().get("/runs?tag=" + tag).then().body("total", equalTo(4));
    }

    @Test
    void runs_that_have_ended_are_deleted() {
        var done = greeted(tag);
        var open = nap(tag);
        over(begun(ask("delete", of(tag))))
                .body("results.items.outcome", equalTo(List.of("DONE", "REFUSED")));
        given().get("/runs/" + done).then().statusCode(404);
        given().get("/runs/" + open).then().statusCode(200);
    }

    @Test
    void a_dry_run_says_what_it_would_be_for_and_does_nothing() {
        var first = nap(tag);
        var second = greeted(tag);
        given().contentType("application/json")
                .body(
                        "{\"action\": \"cancel\", \"dryRun\": true, \"filter\": {\"tag\": \"%s\", \"workflow\": [\"nap\", \"greet\"]}}"
                                .formatted(tag))
                .post("/bulk")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("total", equalTo(2))
                .body("totalIsEstimate", equalTo(false))
                .body("runIds", equalTo(List.of(first, second)));
        given().get("/runs/" + first).then().body("state", equalTo("WAITING"));
    }

    @Test
    void results_come_page_by_page_and_by_outcome() {
        for (int i = 0; i < 5; i++) {
            nap(tag);
        }
        greeted(tag);
        var job = begun(ask("cancel", of(tag)));
        over(job);
        var seen = new HashSet<String>();
        var cursor = "";
        for (int pages = 0; pages < 3; pages++) {
            var page = given().get("/bulk/" + job + "?limit=2" + cursor).then().statusCode(200);
            page.body("results.total", equalTo(6)).body("results.items", hasSize(2));
            seen.addAll(page.extract().<List<String>>path("results.items.runId"));
            cursor = "&cursor=" + page.extract().path("results.nextCursor");
        }
        assertThat(seen).hasSize(6);
        assertThat(cursor).endsWith("null");
        given().get("/bulk/" + job + "?outcome=refused")
                .then()
                .body("results.items", hasSize(1))
                .body("results.total", equalTo(1));
        problem(given().get("/bulk/" + job + "?cursor=x").then(), 400);
        problem(given().get("/bulk/" + job + "?outcome=perhaps").then(), 400);
    }

    @Test
    void a_job_goes_through_more_runs_than_it_finds_at_once() {
        for (int i = 0; i < 120; i++) {
            start(tagged("nap", tag)).statusCode(201);
        }
        over(begun(ask("cancel", of(tag))))
                .body("progress.found", equalTo(120))
                .body("progress.done", equalTo(120));
        given().get("/runs?tag=" + tag + "&state=CANCELED").then().body("total", equalTo(120));
    }

    @Test
    void a_key_names_one_job() {
        var key = UUID.randomUUID().toString();
        var job = begun(keyed(key, "cancel"));
        keyed(key, "cancel")
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(job));
        problem(keyed(key, "pause"), 422)
                .body("errors[0].path", equalTo("Idempotency-Key"))
                .body("detail", containsString(job));
    }

    @Test
    void a_job_that_is_done_cannot_be_stopped() {
        var job = begun(ask("cancel", of(tag)));
        over(job).body("state", equalTo("COMPLETED")).body("progress.total", equalTo(0));
        problem(given().noContentType().post("/bulk/" + job + "/stop").then(), 409)
                .body("from", equalTo("COMPLETED"))
                .body("allowed", equalTo(List.of("RUNNING")));
    }

    @Test
    void a_job_that_another_node_has_is_stopped_from_here() {
        var job = UUID.randomUUID();
        pool.query(
                        """
                        INSERT INTO bulk_jobs (id, action, filter, state, total, total_is_estimate,
                                               worker, worked_at, created_at)
                        VALUES ('%s', 'CANCEL', '{"tag": "%s"}', 'RUNNING', 0, false,
                                gen_random_uuid(), now(), now())"""
                                .formatted(job, tag))
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        given().get("/bulk/" + job).then().body("state", equalTo("RUNNING"));
        for (int i = 0; i < 2; i++) {
            given().noContentType()
                    .post("/bulk/" + job + "/stop")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("STOPPED"))
                    .body("endedAt", notNullValue());
        }
    }

    @Test
    void what_cannot_be_meant_is_refused_by_name() {
        problem(ask("cancel", "{}"), 422).body("detail", containsString("every run"));
        problem(ask("explode", of(tag)), 422).body("errors[0].path", equalTo("/action"));
        problem(ask("cancel", "{\"stat\": \"FAILED\"}"), 422)
                .body("errors.path", hasItems("/filter/stat"));
        problem(ask("cancel", "{\"state\": [\"ASLEEP\"]}"), 422)
                .body("errors[0].path", equalTo("/filter/state"));
        problem(ask("cancel", "{\"reason\": 1}"), 422)
                .body("errors[0].path", equalTo("/filter/reason"));
        problem(ask("cancel", "{\"parent\": \"x\"}"), 422);
        problem(ask("cancel", "{\"createdAfter\": \"yesterday\"}"), 422);
        problem(ask("cancel", "[]"), 422).body("errors[0].path", equalTo("/filter"));
        problem(given().contentType("application/json").body("{").post("/bulk").then(), 400);
        problem(given().noContentType().post("/bulk").then(), 422)
                .body("errors.path", hasItems("/action"));
        for (var id : List.of(NOBODY, "x")) {
            problem(given().get("/bulk/" + id).then(), 404);
            problem(given().noContentType().post("/bulk/" + id + "/stop").then(), 404);
        }
        given().get("/bulk").then().statusCode(405);
    }

    private static String of(String tag) {
        return "{\"tag\": \"" + tag + "\"}";
    }

    private static String nap(String tag) {
        String id = start(tagged("nap", tag)).statusCode(201).extract().path("id");
        awaitState(id, "WAITING");
        return id;
    }

    private static String greeted(String tag) {
        return ended(
                "{\"workflow\": \"greet\", \"inputs\": {\"name\": \"Ann\"}, \"tags\": [\"%s\"]}"
                        .formatted(tag));
    }

    private static String tagged(String workflow, String tag) {
        return "{\"workflow\": \"%s\", \"tags\": [\"%s\"]}".formatted(workflow, tag);
    }

    private static ValidatableResponse ask(String action, String filter) {
        return given().contentType("application/json")
                .body(
                        "{\"action\": \"%s\", \"reason\": \"all of them\", \"filter\": %s}"
                                .formatted(action, filter))
                .post("/bulk")
                .then();
    }

    private ValidatableResponse keyed(String key, String action) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"action\": \"%s\", \"filter\": %s}".formatted(action, of(tag)))
                .post("/bulk")
                .then();
    }

    private static String begun(ValidatableResponse answer) {
        return answer.statusCode(202)
                .header("Location", containsString("/bulk/"))
                .extract()
                .path("id");
    }

    private static ValidatableResponse over(String job) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !"RUNNING".equals(given().get("/bulk/" + job).path("state")));
        return given().get("/bulk/" + job + "?limit=500").then().statusCode(200);
    }
}
