package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.awaitState;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.started;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class EndingTest {
    @Test
    void a_waiting_run_is_canceled_at_once() {
        var id = started("nap");
        awaitState(id, "WAITING");
        given().contentType(ContentType.JSON)
                .body("{\"reason\": \"enough\"}")
                .post("/runs/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELED"))
                .body("reason", equalTo("CANCEL_REQUESTED"));
    }

    @Test
    void a_working_run_is_told_to_stop_and_soon_has() {
        var id = started("talk");
        awaitState(id, "RUNNING");
        int status =
                given().noContentType()
                        .post("/runs/" + id + "/cancel")
                        .then()
                        .extract()
                        .statusCode();
        assertThat(status).isIn(200, 202);
        awaitState(id, "CANCELED");
        given().noContentType()
                .post("/runs/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELED"));
    }

    @Test
    void a_run_that_ended_otherwise_cannot_be_canceled() {
        var id = ended(GREET);
        problem(given().noContentType().post("/runs/" + id + "/cancel").then(), 409)
                .body("from", equalTo("COMPLETED"))
                .body("allowed", equalTo(List.of("QUEUED", "RUNNING", "WAITING")));
    }

    @Test
    void a_cancel_takes_a_reason_and_nothing_else() {
        var id = started("nap");
        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"why\": \"x\"}")
                        .post("/runs/" + id + "/cancel")
                        .then(),
                422);
    }

    @Test
    void a_run_that_goes_on_cannot_be_removed() {
        var id = started("nap");
        problem(given().delete("/runs/" + id).then(), 409)
                .body("allowed", equalTo(List.of("COMPLETED", "FAILED", "CANCELED")));
    }

    @Test
    void a_run_is_removed_with_all_that_is_its() {
        var id = ended("{\"workflow\": \"broken\"}");
        var data = Path.of(ConfigProvider.getConfig().getValue("agent-runner.data", String.class));
        assertThat(filesOf(data, id)).isNotEmpty();
        given().delete("/runs/" + id).then().statusCode(204);
        problem(given().get("/runs/" + id).then(), 404);
        problem(given().delete("/runs/" + id).then(), 404);
        given().get("/runs/" + id + "/artifacts")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 404));
        assertThat(filesOf(data, id)).isEmpty();
    }

    private static List<Path> filesOf(Path data, String id) {
        try (var files = Files.walk(data)) {
            return files.filter(it -> it.toString().contains(id)).toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
