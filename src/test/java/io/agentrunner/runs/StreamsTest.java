package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.agentrunner.runs.Sse.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
@Timeout(60)
class StreamsTest {

    private static final String GREET =
            "{\"workflow\": \"greet\", \"inputs\": {\"name\": \"Ann\"}}";

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).flatMap(Stream::ofNullable).toList();
    }

    private static void letTalkEnd(String run) throws IOException {
        var data = Path.of(ConfigProvider.getConfig().getValue("agent-runner.data", String.class));
        try (var files = Files.walk(data)) {
            var folder =
                    files.filter(Files::isDirectory)
                            .filter(it -> it.getFileName().toString().equals(run))
                            .filter(it -> !it.toString().contains("artifacts"))
                            .findFirst()
                            .orElseThrow();
            Files.createFile(folder.resolve("go"));
        }
    }

    @Nested
    class Of_one_run {
        @Test
        void a_stream_tells_everything_and_then_that_it_is_over() throws Exception {
            var run = AtTheDoor.ended(GREET);
            try (var stream = Sse.open("/runs/" + run + "/events")) {
                assertThat(stream.status()).isEqualTo(200);
                assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
                assertThat(stream.header("Cache-Control")).isEqualTo("no-cache");
                assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
                var events = stream.all();
                assertThat(stream.comments).isNotEmpty();
                assertThat(stream.retry).isEqualTo("2000");
                assertThat(ids(events)).containsExactly("1", "2", "3", "4", "5", "6", "7");
                assertThat(events.getFirst().type()).isEqualTo("run.created");
                assertThat(events.getFirst().data())
                        .contains("\"runId\":\"" + run + "\"", "\"seq\":1", "\"Ann\"");
                assertThat(events.getLast())
                        .extracting(Event::type, Event::id)
                        .containsExactly("end", null);
            }
        }

        @Test
        void a_reader_goes_on_after_what_it_has_seen() throws Exception {
            var run = AtTheDoor.ended(GREET);
            try (var stream = Sse.open("/runs/" + run + "/events?after=1", "Last-Event-ID", "4")) {
                assertThat(ids(stream.all())).containsExactly("5", "6", "7");
            }
            try (var stream = Sse.open("/runs/" + run + "/events?after=6")) {
                assertThat(ids(stream.all())).containsExactly("7");
            }
        }

        @Test
        void a_reader_that_has_seen_all_is_told_not_to_come_again() throws Exception {
            var run = AtTheDoor.ended(GREET);
            try (var stream = Sse.open("/runs/" + run + "/events", "Last-Event-ID", "7")) {
                assertThat(stream.status()).isEqualTo(204);
            }
        }

        @Test
        void events_arrive_while_the_run_goes_on() throws Exception {
            var run = AtTheDoor.started("nap");
            try (var stream = Sse.open("/runs/" + run + "/events")) {
                stream.until(event -> event.type().equals("run.waiting"));
                given().noContentType().post("/runs/" + run + "/cancel").then().statusCode(200);
                assertThat(stream.all()).extracting(Event::type).contains("run.canceled", "end");
            }
        }

        @Test
        void who_comes_late_hears_what_the_step_has_said_and_then_the_rest() throws Exception {
            var run = AtTheDoor.started("talk");
            try (var early = Sse.open("/runs/" + run + "/events")) {
                var said = early.until(event -> event.data().contains("line 3"));
                assertThat(said.getLast())
                        .extracting(Event::type, Event::id)
                        .containsExactly("step.progress", null);
                try (var late = Sse.open("/runs/" + run + "/events?after=3")) {
                    var again = late.until(event -> event.data().contains("line 3"));
                    assertThat(text(again))
                            .contains(
                                    "\"text\":\"line 1\"",
                                    "\"stream\":\"stdout\"",
                                    "\"path\":\"say\"",
                                    "\"attempt\":1");
                    letTalkEnd(run);
                    var rest = late.all();
                    assertThat(text(rest)).contains("\"text\":\"done\"");
                    assertThat(rest.getLast().type()).isEqualTo("end");
                }
            }
        }

        private static String text(List<Event> events) {
            return String.join(
                    "\n",
                    events.stream()
                            .filter(it -> it.type().equals("step.progress"))
                            .map(Event::data)
                            .toList());
        }

        @Test
        void a_position_that_is_none_is_refused() throws Exception {
            var run = AtTheDoor.started("nap");
            for (var path : List.of("?after=x", "?after=-1", "?from=1")) {
                try (var stream = Sse.open("/runs/" + run + "/events" + path)) {
                    assertThat(stream.status()).isEqualTo(400);
                }
            }
        }
    }

    @Nested
    class Of_all_runs {
        @Test
        void a_stream_begins_now_and_goes_on_where_its_reader_was() throws Exception {
            String position;
            String run;
            try (var stream = Sse.open("/events?workflow=greet")) {
                run = AtTheDoor.ended(GREET);
                var events =
                        stream.until(
                                event ->
                                        event.type().equals("run.completed")
                                                && event.data().contains(run));
                assertThat(events).extracting(Event::type).startsWith("run.created");
                position = Objects.requireNonNull(events.getFirst().id());
            }
            try (var stream = Sse.open("/events?workflow=greet", "Last-Event-ID", position)) {
                var events =
                        stream.until(
                                event ->
                                        event.type().equals("run.completed")
                                                && event.data().contains(run));
                assertThat(events).extracting(Event::type).startsWith("run.started");
            }
        }

        @Test
        void a_reader_that_saw_nothing_yet_has_a_position_too() throws Exception {
            var run = AtTheDoor.started("nap");
            String position;
            try (var stream = Sse.open("/events?state=CANCELED")) {
                given().noContentType()
                        .post("/runs/" + run + "/cancel")
                        .then()
                        .statusCode(org.hamcrest.Matchers.oneOf(200, 202));
                var events = stream.until(event -> event.data().contains(run));
                assertThat(events).extracting(Event::type).containsOnly("run.canceled");
                position = Objects.requireNonNull(stream.lastId);
            }
            var later = AtTheDoor.ended(GREET);
            try (var stream = Sse.open("/events?type=run.completed&after=" + position)) {
                var events = stream.until(event -> event.data().contains(later));
                assertThat(events).extracting(Event::type).containsOnly("run.completed");
            }
        }

        @Test
        void a_filter_that_selects_nothing_is_told_what_there_is() {
            problem(given().get("/events?type=run.exploded").then(), 400)
                    .body("detail", containsString("run.created"))
                    .body("allowed", equalTo(EventTypes.ALL))
                    .body("errors[0].path", equalTo("type"));
            problem(given().get("/events?state=asleep").then(), 400)
                    .body("detail", containsString("not asleep"))
                    .body("allowed", hasItem("QUEUED"));
        }

        @Test
        void a_position_that_is_none_is_refused() throws Exception {
            for (var path : List.of("?after=x", "?state=ASLEEP", "?run=1", "?after=&after=")) {
                try (var stream = Sse.open("/events" + path)) {
                    assertThat(stream.status()).isEqualTo(400);
                }
            }
        }
    }
}
