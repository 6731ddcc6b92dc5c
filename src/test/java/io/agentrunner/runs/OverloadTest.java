package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.agentrunner.postgres.DatabaseSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of starts that come faster than the database takes them. */
@QuarkusTest
@TestProfile(OverloadTest.Narrow.class)
@Timeout(60)
class OverloadTest {

    /** A server that lets three starts wait for the database. */
    public static class Narrow extends ApplicationProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("agent-runner.max-pending-starts", "3");
            return overrides;
        }
    }

    @Inject DatabaseSettings database;
    @Inject Doorkeeper door;

    /** Starts with a key have to wait until it is closed. */
    private Connection held() throws SQLException {
        var held =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password());
        held.setAutoCommit(false);
        try (var statement = held.createStatement()) {
            statement.execute("LOCK TABLE idempotency IN EXCLUSIVE MODE");
        }
        return held;
    }

    /** On threads of their own: the common ones are too few on a small machine. */
    private static CompletableFuture<Integer> starting() {
        return CompletableFuture.supplyAsync(
                () ->
                        AtTheDoor.start(GREET, "Idempotency-Key", UUID.randomUUID().toString())
                                .extract()
                                .statusCode(),
                action -> Thread.ofPlatform().daemon().start(action));
    }

    private static CompletableFuture<List<String>> batch(int lines) {
        return CompletableFuture.supplyAsync(
                () ->
                        given().header("Content-Type", "application/x-ndjson")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .body((GREET + "\n").repeat(lines).getBytes(UTF_8))
                                .post("/runs/batch")
                                .then()
                                .statusCode(200)
                                .extract()
                                .body()
                                .asString()
                                .lines()
                                .toList(),
                action -> Thread.ofPlatform().daemon().start(action));
    }

    @Test
    void who_comes_while_too_many_wait_is_told_when_to_come_again() throws Exception {
        List<CompletableFuture<Integer>> inside;
        try (var _ = held()) {
            inside = Stream.generate(OverloadTest::starting).limit(3).toList();
            await("the door is full").until(() -> !door.hasRoom());
            long refused = door.refused();
            problem(AtTheDoor.start(GREET), 429)
                    .header("Retry-After", matchesPattern("[1-9]\\d*"))
                    .body("type", equalTo("/problems/too-many"))
                    .body("limit", equalTo(3));
            problem(
                    given().header("Content-Type", "application/x-ndjson")
                            .body((GREET + "\n").getBytes(UTF_8))
                            .post("/runs/batch")
                            .then(),
                    429);
            assertThat(door.refused()).isEqualTo(refused + 2);
            given().get("/runs").then().statusCode(200);
            given().get("/metrics")
                    .then()
                    .body(containsString("agent_runner_starts_refused_total"))
                    .body(containsString("agent_runner_starts_pending 3.0"));
        }
        for (var start : inside) {
            assertThat(start.join()).isEqualTo(201);
        }
        AtTheDoor.start(GREET).statusCode(201);
    }

    @Test
    void a_batch_that_was_let_in_is_taken_as_fast_as_there_is_room() throws Exception {
        CompletableFuture<List<String>> one;
        CompletableFuture<List<String>> other;
        try (var _ = held()) {
            one = batch(20);
            await("it waits for the database").until(() -> !door.hasRoom());
        }
        other = batch(20_000);
        assertThat(one.join()).hasSize(20).allMatch(line -> line.startsWith("{\"id\":"));
        assertThat(other.join()).hasSize(20_000).allMatch(line -> line.startsWith("{\"id\":"));
    }
}
