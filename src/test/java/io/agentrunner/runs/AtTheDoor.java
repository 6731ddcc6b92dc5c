package io.agentrunner.runs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

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

    /** Asks something of a run, without a body. */
    static ValidatableResponse say(String id, String action) {
        return given().noContentType().post("/runs/" + id + "/" + action).then();
    }

    static ValidatableResponse say(String id, String action, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/runs/" + id + "/" + action)
                .then();
    }

    static void awaitState(String id, String state) {
        awaitField(id, "state", state);
    }

    static void awaitReason(String id, String reason) {
        awaitField(id, "reason", reason);
    }

    private static void awaitField(String id, String field, String value) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> value.equals(given().get("/runs/" + id).path(field)));
    }

    /** Ends the step of a run that waits for a file. */
    static void letGo(String id) {
        var data = ConfigProvider.getConfig().getValue("agent-runner.data", String.class);
        var folder = Path.of(data).resolve("workspaces").resolve(id);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.isDirectory(folder));
        try {
            Files.createFile(folder.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ValidatableResponse problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("detail", notNullValue());
    }
}
