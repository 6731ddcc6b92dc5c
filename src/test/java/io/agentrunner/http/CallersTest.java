package io.agentrunner.http;

import static io.agentrunner.http.Doors.json;
import static io.agentrunner.http.Doors.problem;
import static io.restassured.RestAssured.given;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class CallersTest {
    @Test
    void a_name_pointed_here_from_outside_is_refused() {
        problem(given().header("Host", "evil.example").get("/test-door").then(), 403, "forbidden");
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
        json().header("Sec-Fetch-Site", "same-origin").post("/test-door").then().statusCode(200);
    }

    private static ValidatableResponse from(String origin) {
        return json().header("Origin", origin).post("/test-door").then();
    }
}
