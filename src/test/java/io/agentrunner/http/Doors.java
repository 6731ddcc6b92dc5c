package io.agentrunner.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** What tests of {@link TestDoor} ask of it again and again. */
final class Doors {

    static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

    private Doors() {}

    static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + code))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("instance", notNullValue());
    }

    static RequestSpecification json() {
        return given().contentType(ContentType.JSON).body("{\"name\": \"Ann\"}");
    }

    static RequestSpecification form(String token) {
        return given().contentType("application/x-www-form-urlencoded")
                .formParam("name", "Ann")
                .formParam("_token", token);
    }

    static ValidatableResponse send(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/test-door").then();
    }
}
