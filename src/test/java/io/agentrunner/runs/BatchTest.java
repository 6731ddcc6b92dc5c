package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
@Timeout(60)
class BatchTest {

    private static final String NDJSON = "application/x-ndjson";

    /** Of a batch that is never sent to its end, by a client that takes compressed answers. */
    private static final String HEAD =
            """
            POST /runs/batch HTTP/1.1\r
            Host: localhost\r
            Accept-Encoding: gzip\r
            Content-Type: application/x-ndjson\r
            Content-Length: 10000\r
            """;

    private static List<JsonPath> send(String... lines) {
        return send(String.join("\n", lines).getBytes(UTF_8));
    }

    private static List<JsonPath> send(byte[] body, String... headers) {
        var request = given().header("Content-Type", NDJSON).body(body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        var answer = request.post("/runs/batch").then().statusCode(200).extract();
        assertThat(answer.contentType()).isEqualTo(NDJSON);
        return answer.body().asString().lines().map(JsonPath::from).toList();
    }

    private static String greeting(String name) {
        return GREET.replace("Ann", name);
    }

    private static void isRefused(JsonPath line, int number, int status) {
        assertThat(line.getInt("line")).isEqualTo(number);
        assertThat(line.getInt("status")).isEqualTo(status);
        assertThat(line.getString("detail")).isNotEmpty();
        assertThat(line.getString("instance")).isEqualTo("/runs/batch");
    }

    private static List<String> ids(List<JsonPath> answers) {
        return answers.stream().map(it -> it.getString("id")).toList();
    }

    private static int runsWith(String tag) {
        return given().get("/runs?tag=" + tag).then().extract().<Integer>path("total");
    }

    @Test
    void each_line_is_answered_in_its_turn_with_its_run() {
        var names = IntStream.range(0, 3000).mapToObj(i -> "n" + i).toList();
        var answers = send(names.stream().map(BatchTest::greeting).toArray(String[]::new));
        assertThat(answers).extracting(it -> it.getString("inputs.name")).isEqualTo(names);
        assertThat(ids(answers)).doesNotHaveDuplicates();
        var last = answers.getLast();
        assertThat(last.getString("workflow")).isEqualTo("greet");
        AtTheDoor.awaitState(last.getString("id"), "COMPLETED");
    }

    @Test
    void a_bad_line_loses_nothing_of_the_others() {
        var answers =
                send(
                        greeting("one"),
                        "{\"workflow\": ",
                        "{\"workflow\": \"nobody\"}",
                        "[]",
                        greeting("two"),
                        "{\"workflow\": \"greet\"}",
                        "{\"workflow\": \"greet\", \"inputs\": {\"name\": \"x\"}, \"mark\": 1}",
                        greeting("three"));
        isRefused(answers.get(1), 2, 400);
        isRefused(answers.get(2), 3, 404);
        isRefused(answers.get(3), 4, 422);
        isRefused(answers.get(5), 6, 422);
        assertThat(answers.get(5).getString("errors[0].path")).isEqualTo("/inputs/name");
        isRefused(answers.get(6), 7, 422);
        assertThat(List.of(answers.get(0), answers.get(4), answers.get(7)))
                .extracting(it -> it.getString("inputs.name"))
                .containsExactly("one", "two", "three");
    }

    @Test
    void empty_lines_are_counted_and_not_answered() {
        var answers = send("", greeting("one"), "  \r", "{}", "", "");
        assertThat(answers).hasSize(2);
        assertThat(answers.getFirst().getString("inputs.name")).isEqualTo("one");
        isRefused(answers.getLast(), 4, 422);
        assertThat(send("")).isEmpty();
    }

    @Test
    void lines_may_end_as_they_do_on_windows() {
        var answers = send(greeting("one") + "\r", greeting("two") + "\r", "");
        assertThat(answers).extracting(it -> it.getString("inputs.name")).contains("one", "two");
    }

    @Test
    void a_line_that_is_not_utf_8_is_malformed() {
        var body = greeting("one") + "\n" + greeting("\u00e9") + "\n" + greeting("two");
        var answers = send(body.getBytes(ISO_8859_1));
        assertThat(answers).hasSize(3);
        isRefused(answers.get(1), 2, 400);
        assertThat(answers.get(2).getString("inputs.name")).isEqualTo("two");
    }

    @Test
    void a_line_may_have_a_mebibyte_and_a_batch_many_of_them() {
        var large = "{\"workflow\": \"nap\", \"metadata\": {}, \"inputs\": {\"pad\": \"%s\"}}";
        var answers =
                send(
                        large.formatted("x".repeat(1_040_000)),
                        large.formatted("x".repeat(1 << 20)),
                        large.formatted("y".repeat(1_040_000)),
                        large.formatted("z".repeat(3 << 20)),
                        greeting("small"));
        assertThat(answers.get(0).getString("inputs.pad")).startsWith("x");
        isRefused(answers.get(1), 2, 413);
        assertThat(answers.get(1).getInt("limit")).isEqualTo(1 << 20);
        assertThat(answers.get(2).getString("inputs.pad")).startsWith("y");
        isRefused(answers.get(3), 4, 413);
        assertThat(answers.get(3).getInt("actual")).isGreaterThan(3 << 20);
        assertThat(answers.get(4).getString("inputs.name")).isEqualTo("small");
    }

    @Test
    void a_batch_that_is_too_long_is_told_where_to_begin_the_next() {
        var lines = "0\n".repeat(Limits.BATCH_LINES) + (GREET + "\n").repeat(3);
        var answers =
                given().header("Content-Type", NDJSON)
                        .body(lines.getBytes(UTF_8))
                        .post("/runs/batch")
                        .then()
                        .statusCode(200)
                        .extract()
                        .body()
                        .asString()
                        .lines()
                        .toList();
        assertThat(answers).hasSize(Limits.BATCH_LINES + 1);
        var last = JsonPath.from(answers.getLast());
        isRefused(last, Limits.BATCH_LINES + 1, 413);
        assertThat(last.getInt("limit")).isEqualTo(Limits.BATCH_LINES);
    }

    @Test
    void a_batch_is_named_by_its_type() {
        problem(given().contentType("application/json").body(GREET).post("/runs/batch").then(), 415)
                .body("detail", containsString("x-ndjson"));
        var asked = given().header("Content-Type", NDJSON).body(GREET.getBytes(UTF_8));
        problem(asked.post("/runs/batch?dry=true").then(), 400)
                .body("detail", containsString("dry"));
        problem(
                given().header("Content-Type", NDJSON)
                        .header("Idempotency-Key", "two words")
                        .body(GREET.getBytes(UTF_8))
                        .post("/runs/batch")
                        .then(),
                400);
    }

    @Test
    void a_body_of_lines_is_for_batches_alone() {
        problem(
                given().header("Content-Type", NDJSON)
                        .body(GREET.getBytes(UTF_8))
                        .post("/runs")
                        .then(),
                415);
    }

    @Test
    void the_same_batch_under_the_same_key_starts_what_is_missing_and_nothing_twice() {
        var key = UUID.randomUUID().toString();
        var first =
                send(
                        (greeting("a") + "\n" + greeting("a")).getBytes(UTF_8),
                        "Idempotency-Key",
                        key);
        assertThat(ids(first)).doesNotHaveDuplicates();
        var again =
                send(
                        (greeting("a") + "\n" + greeting("b") + "\n" + greeting("c"))
                                .getBytes(UTF_8),
                        "Idempotency-Key",
                        key);
        assertThat(again.getFirst().getString("id")).isEqualTo(first.getFirst().getString("id"));
        isRefused(again.get(1), 2, 422);
        assertThat(again.get(1).getString("errors[0].path")).isEqualTo("Idempotency-Key");
        assertThat(again.get(2).getString("inputs.name")).isEqualTo("c");
    }

    @Test
    void a_line_is_answered_before_the_next_is_sent() throws Exception {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            client.setSoTimeout(20_000);
            var answers = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            client.getOutputStream().write((HEAD + "\r\n").getBytes(UTF_8));
            for (var name : List.of("one", "two", "three")) {
                client.getOutputStream().write((greeting(name) + "\n").getBytes(UTF_8));
                var answer = answers.readLine();
                while (!answer.startsWith("{")) { // headers and lengths of chunks
                    answer = answers.readLine();
                }
                assertThat(JsonPath.from(answer).getString("inputs.name")).isEqualTo(name);
            }
        }
    }

    @Test
    void of_a_batch_that_is_cut_off_the_whole_lines_begin() throws Exception {
        var tag = UUID.randomUUID().toString();
        var line = GREET.replace("}}", "}, \"tags\": [\"" + tag + "\"]}");
        try (var client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            var body =
                    IntStream.range(0, 5).mapToObj(_ -> line + "\n").collect(Collectors.joining());
            client.getOutputStream().write((HEAD + "\r\n" + body + line).getBytes(UTF_8));
            await("its whole lines").until(() -> runsWith(tag) == 5);
        }
        await("and nothing more").during(Duration.ofMillis(300)).until(() -> runsWith(tag) == 5);
    }
}
