package io.agentrunner.runs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;

/** What tests of runs ask of the doors again and again. */
final class AtTheDoor {

    private AtTheDoor() {}

    static final String GREET = "{\"workflow\": \"greet\", \"inputs\": {\"name\": \"Ann\"}}";
    static final String NOBODY = "01990000-0000-7000-8000-000000000000";

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

    static ValidatableResponse problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("detail", notNullValue());
    }
}
