package io.agentrunner.http;

import static io.agentrunner.http.Doors.BROWSER;
import static io.agentrunner.http.Doors.problem;
import static io.agentrunner.http.Doors.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class ErrorsTest {
    @Test
    void an_unknown_address_is_a_problem_for_programs_and_a_page_for_browsers() {
        problem(given().get("/nowhere").then(), 404, "not-found")
                .body("instance", equalTo("/nowhere"));
        given().header("Accept", BROWSER)
                .get("/nowhere")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .body(containsString("/nowhere"));
    }

    @Test
    void what_a_page_shows_of_the_request_is_text() {
        given().header("Accept", BROWSER)
                .urlEncodingEnabled(false)
                .get("/%3Cscript%3E")
                .then()
                .statusCode(404)
                .body(not(containsString("<script>")))
                .body(containsString("&lt;script&gt;"));
    }

    @Test
    void a_method_without_meaning_is_told_which_have_one() {
        var allow =
                problem(given().delete("/test-door").then(), 405, "method-not-allowed")
                        .extract()
                        .header("Allow");
        assertThat(allow).contains("GET", "POST");
    }

    @Test
    void a_method_that_only_a_shorter_path_has_is_not_taken_for_an_unknown_address() {
        var run = "/runs/01990000-0000-7000-8000-000000000000";
        var allow =
                problem(given().post(run).then(), 405, "method-not-allowed")
                        .extract()
                        .header("Allow");
        assertThat(allow).isEqualTo("DELETE, GET, HEAD, OPTIONS");
        problem(given().post(run + "/nothing").then(), 404, "not-found");
    }

    @Test
    void a_representation_that_there_is_not_is_a_problem() {
        problem(given().accept("image/png").get("/test-door").then(), 406, "not-acceptable");
    }

    @Test
    void a_body_that_is_not_json_is_told_where() {
        problem(send("{\"name\":\n  oops}"), 400, "malformed")
                .body("errors[0].line", equalTo(2))
                .body("errors[0].column", notNullValue());
    }

    @Test
    void every_field_that_is_wrong_or_unknown_is_named() {
        problem(send("{\"name\": 1, \"age\": \"x\", \"nmae\": \"a\"}"), 422, "invalid")
                .body("errors.path", hasItem("/name"))
                .body("errors.path", hasItem("/age"))
                .body("errors.path", hasItem("/nmae"));
    }

    @Test
    void a_query_parameter_nobody_reads_is_named() {
        problem(given().get("/test-door?known=1&knwon=2").then(), 400, "malformed")
                .body("detail", containsString("knwon"))
                .body("errors[0].path", equalTo("knwon"));
        given().get("/test-door?known=1").then().statusCode(200);
    }

    @Test
    void what_nobody_foresaw_tells_nothing_of_the_inside() {
        problem(given().get("/test-door/fails").then(), 500, "failed")
                .body(not(containsString("secret")))
                .body(not(containsString("IllegalState")));
    }

    @Test
    void a_problem_keeps_its_facts_also_when_it_comes_later() {
        problem(given().get("/test-door/fails-later").then(), 409, "conflict")
                .body("from", equalTo("FAILED"));
    }

    @Test
    void what_passes_by_itself_says_when_to_try_again() {
        var after =
                problem(given().get("/test-door/busy").then(), 503, "unavailable")
                        .extract()
                        .header("Retry-After");
        assertThat(Integer.parseInt(after)).isPositive();
    }

    @Test
    void every_kind_of_problem_has_a_page_and_a_document() {
        for (var type : ProblemType.values()) {
            given().get(type.uri())
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("status", equalTo(type.status()));
            given().header("Accept", BROWSER)
                    .get(type.uri())
                    .then()
                    .statusCode(200)
                    .header("Content-Type", "text/html;charset=UTF-8")
                    .body(containsString(type.uri()));
        }
        problem(given().get("/problems/boredom").then(), 404, "not-found");
    }
}
