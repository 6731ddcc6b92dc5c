package io.agentrunner.catalog;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.agentrunner.postgres.TestDatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class WorkflowResourceTest {

    private String name = "";

    @BeforeEach
    void a_name_nobody_has() {
        name = "w-" + UUID.randomUUID();
    }

    @Test
    void a_new_blueprint_is_created_and_the_same_again_is_there_already() {
        var version = publish(1).statusCode(201).extract().<String>path("version");
        publish(1)
                .statusCode(200)
                .header("Location", startsWith("/workflows/" + name + "?version=sha256"))
                .body("version", equalTo(version))
                .body("source", equalTo("api"))
                .body("current", equalTo(true))
                .body("archived", equalTo(false))
                .body("steps.a.value", equalTo(1));
        given().get("/workflows/" + name).then().statusCode(200).body("version", equalTo(version));
    }

    @Test
    void the_answer_says_where_the_version_is() {
        var location = publish(1).extract().header("Location");
        given().urlEncodingEnabled(false)
                .get(location)
                .then()
                .statusCode(200)
                .body("name", equalTo(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/yaml",
                "text/yaml",
                "application/x-yaml",
                "application/yaml; charset=utf-8"
            })
    void yaml_has_several_names(String type) {
        given().body(yaml(1).getBytes(UTF_8))
                .header("Content-Type", type)
                .post("/workflows")
                .then()
                .statusCode(201);
    }

    @Test
    void json_means_what_yaml_means() {
        var version = publish(1).extract().<String>path("version");
        var json =
                "{\"name\": \"%s\", \"timeline\": [\"a\"], \"steps\": {\"a\": {\"value\": 1, \"type\": \"set\"}}}"
                        .formatted(name);
        given().contentType("application/json")
                .body(json)
                .post("/workflows")
                .then()
                .statusCode(200)
                .body("version", equalTo(version));
    }

    @Test
    void mistakes_come_back_with_line_and_remedy_and_nothing_is_published() {
        post("name: " + name + "\ntimeline: [b]\nsteps: {a: {typ: set}}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.path", contains("/timeline/0", "/steps/a", "/steps/a/typ"))
                .body("errors.line", contains(2, 3, 3));
        given().get("/workflows/" + name).then().statusCode(404);
    }

    @Test
    void what_is_no_yaml_is_malformed() {
        post("name: [").statusCode(400).body("errors[0].line", equalTo(1));
    }

    @Test
    void a_dry_run_only_looks() {
        yaml().body(yaml(1))
                .queryParam("dryRun", true)
                .post("/workflows")
                .then()
                .statusCode(200)
                .body("version", startsWith("sha256:"));
        given().get("/workflows/" + name).then().statusCode(404);
        yaml().body("name: x").queryParam("dryRun", true).post("/workflows").then().statusCode(422);
    }

    @Test
    void the_newest_version_is_current_and_all_of_them_stay() {
        var first = publish(1).extract().<String>path("version");
        var second = publish(2).extract().<String>path("version");
        given().get("/workflows/" + name)
                .then()
                .body("version", equalTo(second))
                .body("current", equalTo(true));
        given().queryParam("version", first)
                .get("/workflows/" + name)
                .then()
                .statusCode(200)
                .body("version", equalTo(first))
                .body("current", equalTo(false));
        given().get("/workflows/" + name + "/versions")
                .then()
                .statusCode(200)
                .body("items.version", contains(second, first))
                .body("items.current", contains(true, false))
                .body("total", equalTo(2));
        publish(1).statusCode(200);
        given().get("/workflows/" + name + "/versions")
                .then()
                .body("items.version", contains(first, second))
                .body("items.current", contains(true, false));
    }

    @Test
    void a_list_tells_how_many_steps_there_are() {
        publish(1);
        given().queryParam("limit", 500)
                .get("/workflows")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("total", greaterThanOrEqualTo(1))
                .body("items.name", hasItem(name))
                .body("items.find { it.name == '" + name + "' }.steps", equalTo(1))
                .body("items.find { it.name == '" + name + "' }.source", equalTo("api"));
        given().header("Accept", "*/*")
                .get("/workflows")
                .then()
                .contentType("application/json")
                .body("items", not(equalTo(null)));
    }

    @Test
    void an_archived_workflow_stays_so_until_it_is_activated() {
        publish(1);
        given().delete("/workflows/" + name).then().statusCode(200).body("archived", equalTo(true));
        given().delete("/workflows/" + name).then().statusCode(200);
        publish(2).statusCode(201).body("archived", equalTo(true));
        given().get("/workflows/" + name).then().body("archived", equalTo(true));
        given().contentType(ContentType.JSON)
                .post("/workflows/" + name + "/activate")
                .then()
                .statusCode(200)
                .body("archived", equalTo(false))
                .body("steps.a.value", equalTo(2));
    }

    @Test
    void what_is_unknown_is_not_found() {
        given().get("/workflows/" + name).then().statusCode(404);
        given().get("/workflows/" + name + "/versions").then().statusCode(404);
        given().delete("/workflows/" + name).then().statusCode(404);
        given().contentType(ContentType.JSON)
                .post("/workflows/" + name + "/activate")
                .then()
                .statusCode(404);
        publish(1);
        given().queryParam("version", "sha256:0").get("/workflows/" + name).then().statusCode(404);
    }

    @Test
    void a_dry_run_that_is_neither_true_nor_false_publishes_nothing() {
        yaml().body(yaml(1))
                .queryParam("dryRun", "maybe")
                .post("/workflows")
                .then()
                .statusCode(400)
                .body("errors[0].path", equalTo("dryRun"));
        given().get("/workflows/" + name).then().statusCode(404);
    }

    @Test
    void a_name_that_no_workflow_could_have_is_not_found() {
        given().urlEncodingEnabled(false).get("/workflows/%00").then().statusCode(404);
        given().urlEncodingEnabled(false).delete("/workflows/%00").then().statusCode(404);
    }

    @Test
    void an_activation_takes_a_reason_and_nothing_else() {
        publish(1);
        given().contentType(ContentType.JSON)
                .body("{\"reason\": \"tried\"}")
                .post("/workflows/" + name + "/activate")
                .then()
                .statusCode(200);
        yaml().body("reasn: tried")
                .post("/workflows/" + name + "/activate")
                .then()
                .statusCode(422)
                .body("errors[0].path", equalTo("/reasn"));
    }

    @Test
    void the_schema_is_served_to_editors() {
        var schema = given().get("/workflows/schema.json").then().statusCode(200).extract();
        assertThat(Json.parse(schema.asString()).path("title").asText()).contains("blueprint");
    }

    private ValidatableResponse publish(int value) {
        return post(yaml(value));
    }

    private static ValidatableResponse post(String yaml) {
        return yaml().body(yaml).post("/workflows").then();
    }

    private static RequestSpecification yaml() {
        var asText = encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT);
        return given().config(RestAssured.config().encoderConfig(asText))
                .contentType("application/yaml");
    }

    private String yaml(int value) {
        return "name: " + name + "\ntimeline: [a]\nsteps: {a: {type: set, value: " + value + "}}";
    }
}
