package io.agentrunner.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.runs.Sse.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a reader hears whose position means nothing here any more. */
@QuarkusTest
@TestProfile(ApplicationProfile.class)
@Timeout(60)
class GapsTest {

    @Inject DatabaseSettings database;

    private static String positionNow() throws Exception {
        try (var stream = Sse.open("/events")) {
            var run = AtTheDoor.ended(AtTheDoor.GREET);
            var last =
                    stream.until(
                                    event ->
                                            event.type().equals("run.completed")
                                                    && event.data().contains(run))
                            .getLast();
            return Objects.requireNonNull(last.id());
        }
    }

    private static void assertGoesOnAfterGap(String position) throws Exception {
        String after;
        try (var stream = Sse.open("/events", "Last-Event-ID", position)) {
            var gap = Objects.requireNonNull(stream.next());
            assertThat(gap.type()).isEqualTo("gap");
            after = Objects.requireNonNull(gap.id());
            var run = AtTheDoor.ended(AtTheDoor.GREET);
            var next = stream.until(event -> event.data().contains(run));
            assertThat(next.getFirst().type()).isEqualTo("run.created");
        }
        try (var stream = Sse.open("/events", "Last-Event-ID", after)) {
            assertThat(Objects.requireNonNull(stream.next()).type()).isEqualTo("run.created");
        }
    }

    @Test
    void a_position_that_retention_has_removed_is_a_gap() throws Exception {
        var old = positionNow();
        AtTheDoor.ended(AtTheDoor.GREET);
        TestDatabase.execute(
                database,
                "DELETE FROM commits c WHERE n < (SELECT max(n) FROM commits WHERE lane = c.lane)");
        assertGoesOnAfterGap(old);
    }

    @Test
    void a_position_of_another_database_is_a_gap() throws Exception {
        var bytes = Base64.getUrlDecoder().decode(positionNow());
        bytes[1] ^= 1;
        assertGoesOnAfterGap(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Test
    void a_position_that_a_run_has_not_come_to_is_a_gap() throws Exception {
        var run = AtTheDoor.started("nap");
        AtTheDoor.awaitState(run, "WAITING");
        int seq = given().get("/runs/" + run).then().extract().path("seq");
        try (var stream = Sse.open("/runs/" + run + "/events", "Last-Event-ID", "9999")) {
            assertThat(stream.next())
                    .extracting(Event::type, Event::id)
                    .containsExactly("gap", String.valueOf(seq));
            given().noContentType().post("/runs/" + run + "/cancel").then().statusCode(200);
            var rest = stream.all();
            assertThat(rest.getFirst().id()).isEqualTo(String.valueOf(seq + 1));
            assertThat(rest.getLast().type()).isEqualTo("end");
        }
    }

    @Test
    void a_run_that_was_deleted_has_no_stream() throws Exception {
        var run = AtTheDoor.ended(AtTheDoor.GREET);
        given().delete("/runs/" + run).then().statusCode(204);
        try (var stream = Sse.open("/runs/" + run + "/events", "Last-Event-ID", "3")) {
            assertThat(stream.status()).isEqualTo(404);
        }
    }

    @Test
    void events_of_a_deleted_run_are_left_out_without_a_gap() throws Exception {
        var before = positionNow();
        var deleted = AtTheDoor.ended(AtTheDoor.GREET);
        var kept = AtTheDoor.ended(AtTheDoor.GREET);
        given().delete("/runs/" + deleted).then().statusCode(204);
        try (var stream = Sse.open("/events", "Last-Event-ID", before)) {
            var events = stream.until(event -> event.type().equals("run.completed"));
            assertThat(events).allMatch(event -> event.data().contains(kept));
        }
    }
}
