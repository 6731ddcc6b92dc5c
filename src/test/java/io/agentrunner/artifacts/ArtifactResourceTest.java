package io.agentrunner.artifacts;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class ArtifactResourceTest {

    @Inject Artifacts artifacts;
    @TempDir Path folder;
    private final RunId run = ArtifactsTest.newRun();
    private String content = "";
    private String tag = "";

    @BeforeEach
    void leaveSomething() throws IOException {
        var added = add("notes/hello.txt", "0123456789");
        content = "/artifacts/" + added.id() + "/content";
        tag = '"' + added.sha256() + '"';
    }

    private Artifact add(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve("file"), text);
        return artifacts.add(new Origin(run, StepKey.first("build"), 1), file, name, "file");
    }

    @Test
    void a_list_has_the_shape_of_all_lists() throws IOException {
        add("b.txt", "");
        when().get("/runs/" + run + "/artifacts?limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].name", equalTo("notes/hello.txt"))
                .body("items[0].runId", equalTo(run.toString()))
                .body("items[0].step", equalTo("build"))
                .body("items[0].kind", equalTo("file"))
                .body("items[0].contentType", equalTo("text/plain;charset=utf-8"))
                .body("items[0].size", equalTo(10))
                .body("items[0].uri", startsWith("local:"))
                .body("items[0].createdAt", startsWith("20"))
                .body("nextCursor", not(nullValue()))
                .body("total", equalTo(2))
                .body("totalIsEstimate", equalTo(false));
    }

    @ParameterizedTest
    @CsvSource({
        "/artifacts?limit=0, 400",
        "/artifacts?limit=501, 400",
        "/artifacts?cursor=x!, 400",
        "/artifacts?cursor=abc, 400",
        "/artifacts?sort=name, 400"
    })
    void a_parameter_that_means_nothing_is_refused(String path, int status) {
        when().get("/runs/" + run + path)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void a_run_lists_what_its_steps_have_left() {
        publish(
                """
                {"name": "leaves", "timeline": ["a"], "steps": {"a": {"type": "shell", "run": "echo hi"}}}
                """);
        publish(
                """
                {"name": "leaves-not", "timeline": ["a"], "steps": {"a": {"type": "set", "value": 1}}}
                """);
        listOf("leaves").body("items.name", contains("output.log")).body("total", equalTo(1));
        listOf("leaves-not").body("items", empty()).body("total", equalTo(0));
    }

    private static void publish(String blueprint) {
        given().contentType("application/json")
                .body(blueprint)
                .post("/workflows")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse listOf(String workflow) {
        String id =
                given().contentType("application/json")
                        .header("Prefer", "wait=20")
                        .body("{\"workflow\": \"" + workflow + "\"}")
                        .post("/runs")
                        .then()
                        .statusCode(201)
                        .body("state", equalTo("COMPLETED"))
                        .extract()
                        .path("id");
        return when().get("/runs/" + id + "/artifacts").then().statusCode(200);
    }

    @Test
    void a_run_that_nobody_knows_is_a_problem() {
        when().get("/runs/" + ArtifactsTest.newRun() + "/artifacts")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void what_is_not_there_is_a_problem() {
        for (var path : new String[] {"", "/content"}) {
            when().get("/artifacts/" + UUID.randomUUID() + path)
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("/problems/not-found"));
            when().get("/artifacts/no-id" + path).then().statusCode(404);
        }
    }

    @Test
    void bytes_whose_file_is_gone_are_a_problem() throws IOException {
        try (var files = Files.list(Path.of("target/test-data/artifacts", run.toString()))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        when().get(content).then().statusCode(404);
    }

    @Test
    void the_whole_comes_with_all_that_makes_it_harmless() {
        when().get(content)
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/plain;charset=utf-8"))
                .header("Content-Length", equalTo("10"))
                .header("ETag", equalTo(tag))
                .header("Accept-Ranges", equalTo("bytes"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Security-Policy", startsWith("sandbox"))
                .header("Content-Disposition", startsWith("inline; filename=\"hello.txt\""))
                .header("Content-Encoding", nullValue())
                .body(equalTo("0123456789"));
    }

    @Test
    void a_page_is_saved_and_not_shown() throws IOException {
        var page = add("evil.html", "<script>alert(1)</script>");
        when().get("/artifacts/" + page.id() + "/content")
                .then()
                .statusCode(200)
                .header("Content-Disposition", startsWith("attachment; "))
                .header("Content-Security-Policy", startsWith("sandbox"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4, 234, bytes 2-4/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-1, 9, bytes 9-9/10"
    })
    void a_range_is_answered_alone(String range, String text, String within) {
        given().header("Range", range)
                .get(content)
                .then()
                .statusCode(206)
                .header("Content-Range", equalTo(within))
                .header("Content-Length", equalTo(Integer.toString(text.length())))
                .body(equalTo(text));
    }

    @Test
    void a_range_that_is_not_there_names_the_size() {
        given().header("Range", "bytes=10-")
                .get(content)
                .then()
                .statusCode(416)
                .header("Content-Range", equalTo("bytes */10"))
                .contentType(startsWith("application/problem+json"))
                .body("type", equalTo("/problems/range-not-satisfiable"));
    }

    @Test
    void a_range_of_another_version_is_answered_with_the_whole() {
        given().header("Range", "bytes=2-4")
                .header("If-Range", "\"other\"")
                .get(content)
                .then()
                .statusCode(200)
                .body(equalTo("0123456789"));
    }

    @Test
    void what_the_client_has_is_not_sent_again() {
        for (var known : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
            var answer = given().header("If-None-Match", known).get(content);
            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.asByteArray()).isEmpty();
        }
        given().header("If-None-Match", "\"x\"").get(content).then().statusCode(200);
    }

    @Test
    void a_head_tells_the_size_and_no_bytes() {
        var answer = given().head(content);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo(tag);
    }

    @Test
    void a_file_of_many_buffers_arrives_whole() throws IOException {
        var text = "0123456789".repeat(500_000);
        var large = add("large.bin", text);
        var bytes = given().get("/artifacts/" + large.id() + "/content").asByteArray();
        assertThat(bytes).hasSize(text.length());
        var end =
                given().header("Range", "bytes=-100001")
                        .get("/artifacts/" + large.id() + "/content")
                        .asByteArray();
        assertThat(end).hasSize(100_001).endsWith('8', '9');
    }
}
