package io.agentrunner.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class DoorsTest {

    private static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

    @Inject FormToken tokens;

    private static ValidatableResponse problem(
            ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + code))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("instance", notNullValue());
    }

    @Nested
    class Errors {
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
        void a_request_without_a_host_is_malformed() throws IOException {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.getOutputStream().write("GET /limits HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                                .readLine();
                assertThat(answer).startsWith("HTTP/1.1 400");
            }
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

    @Nested
    class Bodies {
        @Test
        void a_body_may_have_a_mebibyte() {
            problem(send("{\"name\": \"" + "x".repeat(1024 * 1024) + "\"}"), 413, "too-large")
                    .body("limit", equalTo(1024 * 1024))
                    .body("actual", equalTo(1024 * 1024 + 12));
        }

        @Test
        void a_body_of_any_larger_size_is_the_same_problem() {
            problem(send("{\"name\": \"" + "x".repeat(5 * 1024 * 1024) + "\"}"), 413, "too-large")
                    .body("actual", equalTo(5 * 1024 * 1024 + 12));
        }

        @Test
        void types_that_a_page_of_another_origin_could_send_are_refused() {
            for (var type :
                    new String[] {"text/plain", "multipart/form-data; boundary=x", "image/png"}) {
                problem(
                        given().header("Content-Type", type)
                                .body("{}".getBytes(UTF_8))
                                .post("/test-door")
                                .then(),
                        415,
                        "unsupported");
            }
        }

        @Test
        void a_form_needs_the_token_of_its_page() {
            problem(form("").post("/test-door").then(), 403, "forbidden");
            problem(form(tokens.issue("/elsewhere")).post("/test-door").then(), 403, "forbidden");
            form(tokens.issue("/test-door"))
                    .post("/test-door")
                    .then()
                    .statusCode(200)
                    .body(containsString("Ann"));
        }

        @Test
        void a_text_that_cannot_be_stored_is_refused() {
            problem(send("{\"name\": \"a\\u0000b\"}"), 422, "invalid")
                    .body("errors[0].path", equalTo("/name"));
        }
    }

    @Nested
    class Callers {
        @Test
        void a_name_pointed_here_from_outside_is_refused() {
            problem(
                    given().header("Host", "evil.example").get("/test-door").then(),
                    403,
                    "forbidden");
            problem(
                    given().header("Host", "evil.example:8080").get("/healthz").then(),
                    403,
                    "forbidden");
            given().header("Host", "runner.example:1234").get("/test-door").then().statusCode(200);
        }

        @Test
        void a_page_of_another_origin_cannot_change_anything() {
            problem(from("http://evil.example"), 403, "forbidden");
            problem(from("null"), 403, "forbidden");
            problem(from("http://localhost:1"), 403, "forbidden");
        }

        @Test
        void a_page_of_this_server_can() {
            from(RestAssured.baseURI + ":" + RestAssured.port).statusCode(200);
        }

        @Test
        void a_browser_that_says_the_page_is_of_another_site_is_believed() {
            for (var site : new String[] {"cross-site", "same-site"}) {
                problem(
                        json().header("Sec-Fetch-Site", site).post("/test-door").then(),
                        403,
                        "forbidden");
            }
            json().header("Sec-Fetch-Site", "same-origin")
                    .post("/test-door")
                    .then()
                    .statusCode(200);
        }

        private static ValidatableResponse from(String origin) {
            return json().header("Origin", origin).post("/test-door").then();
        }
    }

    @Nested
    class Representations {
        @Test
        void json_is_what_a_program_gets() {
            given().get("/test-door").then().contentType("application/json");
            given().accept("*/*").get("/test-door").then().contentType("application/json");
            given().accept("application/json")
                    .get("/test-door")
                    .then()
                    .contentType("application/json");
        }

        @Test
        void a_page_is_what_a_browser_gets() {
            given().header("Accept", BROWSER)
                    .get("/test-door?shown=1")
                    .then()
                    .contentType("text/html");
        }

        @Test
        void caches_are_told_that_there_are_several() {
            given().get("/test-door").then().header("Vary", containsString("Accept"));
            given().get("/nowhere").then().header("Vary", containsString("Accept"));
        }

        @Test
        void a_page_can_do_nothing_but_what_it_brings_along() {
            var policy =
                    given().header("Accept", BROWSER)
                            .get("/test-door")
                            .then()
                            .header("X-Content-Type-Options", "nosniff")
                            .header("Referrer-Policy", "same-origin")
                            .extract()
                            .header("Content-Security-Policy");
            assertThat(policy)
                    .contains("frame-ancestors 'none'", "default-src 'none'")
                    .doesNotContain("unsafe-inline");
        }
    }

    private static RequestSpecification json() {
        return given().contentType(ContentType.JSON).body("{\"name\": \"Ann\"}");
    }

    private static RequestSpecification form(String token) {
        return given().contentType("application/x-www-form-urlencoded")
                .formParam("name", "Ann")
                .formParam("_token", token);
    }

    private static ValidatableResponse send(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/test-door").then();
    }
}
