package io.agentrunner.http;

import static io.agentrunner.http.Doors.form;
import static io.agentrunner.http.Doors.problem;
import static io.agentrunner.http.Doors.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agentrunner.runs.ApplicationProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class BodiesTest {
    @Inject FormToken tokens;

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

    @Test
    void a_body_that_does_not_say_its_size_has_the_same_limit() throws Exception {
        for (int size : new int[] {1024 * 1024 + 1, 2 * 1024 * 1024, 6 * 1024 * 1024}) {
            for (var type : new String[] {"application/json", "application/yaml"}) {
                var answer = chunked("/workflows", type, size);
                assertThat(answer.statusCode()).as("%d bytes of %s", size, type).isEqualTo(413);
                var problem = JsonPath.from(answer.body());
                assertThat(problem.getString("type")).isEqualTo("/problems/too-large");
                assertThat(problem.getInt("limit")).isEqualTo(1024 * 1024);
                assertThat(problem.getInt("actual")).isGreaterThan(1024 * 1024);
            }
        }
        assertThat(chunked("/workflows", "application/json", 1000).statusCode()).isEqualTo(400);
    }

    @Test
    void a_body_that_does_not_say_its_size_is_read_like_any_other() throws Exception {
        var body = "{\"name\": \"Ann\"}".getBytes(UTF_8);
        assertThat(chunked("/test-door", "application/json", body).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> chunked(String path, String type, int size)
            throws IOException, InterruptedException {
        return chunked(path, type, "x".repeat(size).getBytes(UTF_8));
    }

    private static HttpResponse<String> chunked(String path, String type, byte[] body)
            throws IOException, InterruptedException {
        var address = URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
        var request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
