package io.agentrunner.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.WrittenSources.Written;
import io.agentrunner.postgres.TestDatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class VersionDiffResourceTest {

    @Inject PublishedWorkflows workflows;
    @Inject WrittenSources sources;

    private final String name = "w-" + UUID.randomUUID();

    @Test
    void two_versions_are_compared_by_their_names() {
        var first = publish(json("1"));
        var second = publish(json("2"));

        diff(first, second)
                .statusCode(200)
                .body("workflow", equalTo(name))
                .body("from.version", equalTo(first))
                .body("to.version", equalTo(second))
                .body("patch.op", contains("replace"))
                .body("patch.path", contains("/steps/a/value"))
                .body("patch.value", contains(2))
                .body("summary.sentences", contains("step a changed: value"));
    }

    @Test
    void a_version_that_is_missing_or_unknown_is_a_problem_that_says_so() {
        var first = publish(json("1"));

        given().queryParam("from", first)
                .get("/workflows/" + name + "/diff")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].path", equalTo("to"));
        diff(first, "sha256:0")
                .statusCode(404)
                .body("detail", containsString("no version sha256:0"));
        diff(first, "").statusCode(400);
        given().get("/workflows/nobody/diff?from=sha256:1&to=sha256:2").then().statusCode(404);
        diff(first, first).statusCode(200).body("patch.size()", equalTo(0));
    }

    @Test
    void a_workflow_has_its_graph() {
        publish(json("1"));

        given().get("/workflows/" + name)
                .then()
                .body("graph.nodes.id", contains("a", "$end"))
                .body("graph.edges.from", contains("a"))
                .body("graph.edges.to", contains("$end"));
    }

    @Test
    void the_latest_text_of_a_version_is_kept_as_it_was_written() {
        var first = publish(json("1"));
        assertThat(written(first)).contains(new Written(Format.JSON, json("1")));

        var spaced = json("1").replace(",", " , ");
        assertThat(publish(spaced)).isEqualTo(first);
        assertThat(written(first)).contains(new Written(Format.JSON, spaced));
    }

    private Optional<Written> written(String version) {
        var edition = workflows.edition(name, version).toCompletableFuture().join().orElseThrow();
        return sources.of(edition.workflow()).toCompletableFuture().join();
    }

    private ValidatableResponse diff(String from, String to) {
        return given().queryParam("from", from)
                .queryParam("to", to)
                .get("/workflows/" + name + "/diff")
                .then();
    }

    private String publish(String json) {
        return given().contentType(ContentType.JSON)
                .body(json)
                .post("/workflows")
                .then()
                .extract()
                .path("version");
    }

    private String json(String value) {
        return "{\"name\":\"%s\",\"timeline\":[\"a\"],\"steps\":{\"a\":{\"type\":\"set\",\"value\":%s}}}"
                .formatted(name, value);
    }
}
