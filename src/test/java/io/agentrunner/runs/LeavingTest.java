package io.agentrunner.runs;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.agentrunner.postgres.DatabaseSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
@Timeout(60)
class LeavingTest {

    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                    + " (SELECT oid FROM pg_database WHERE datname = current_database())";

    @Inject DatabaseSettings database;

    @Test
    void a_run_goes_on_although_its_client_has_left() throws Exception {
        var tag = UUID.randomUUID().toString();
        try (var held =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = held.createStatement()) {
            held.setAutoCommit(false);
            statement.execute("LOCK TABLE idempotency IN EXCLUSIVE MODE");
            try (var client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                client.getOutputStream().write(start(tag).getBytes(UTF_8));
                await("its start waits for the database")
                        .until(
                                () -> {
                                    try (var waiting = statement.executeQuery(WAITING)) {
                                        return waiting.next() && waiting.getLong(1) > 0;
                                    }
                                });
            }
            await("the server has seen that it left")
                    .during(Duration.ofMillis(300))
                    .until(() -> given().get("/healthz").statusCode() == 200);
            held.rollback();
        }
        await("it is completed")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                given().get("/runs?state=COMPLETED&tag=" + tag)
                                                .then()
                                                .extract()
                                                .<Integer>path("total")
                                        == 1);
    }

    private static String start(String tag) {
        var body = AtTheDoor.GREET.replace("}}", "}, \"tags\": [\"" + tag + "\"]}");
        return """
        POST /runs HTTP/1.1\r
        Host: localhost\r
        Idempotency-Key: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
                .formatted(tag, body.length(), body);
    }
}
