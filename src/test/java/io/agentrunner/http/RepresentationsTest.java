package io.agentrunner.http;

import static io.agentrunner.http.Doors.BROWSER;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class RepresentationsTest {
    @Test
    void json_is_what_a_program_gets() {
        given().get("/test-door").then().contentType("application/json");
        given().accept("*/*").get("/test-door").then().contentType("application/json");
        given().accept("application/json").get("/test-door").then().contentType("application/json");
    }

    @Test
    void a_page_is_what_a_browser_gets() {
        given().header("Accept", BROWSER).get("/test-door?shown=1").then().contentType("text/html");
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
