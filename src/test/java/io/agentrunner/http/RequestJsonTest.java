package io.agentrunner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestJsonTest {

    private static RequestJson json(String text) {
        return RequestJson.of(text.getBytes(UTF_8));
    }

    private static ProblemType refusal(String text) {
        try {
            json(text).done();
        } catch (Problem problem) {
            return problem.type();
        }
        throw new AssertionError("taken: " + text);
    }

    @Test
    void numbers_pass_digit_by_digit() {
        var inputs =
                "{\"a\":1.10,\"b\":123456789012345678901234567890,\"c\":0.1000000000000000055511151231257827}";
        var request = json("{\"inputs\": " + inputs + "}");
        assertThat(request.object("inputs", 1000)).isEqualTo(inputs);
    }

    @Test
    void times_and_durations_are_read_in_their_standard_forms() {
        var request = json("{\"at\": \"2030-01-01T13:00:00+01:00\", \"for\": \"PT30S\"}");
        assertThat(request.instant("at")).isEqualTo(Instant.parse("2030-01-01T12:00:00Z"));
        assertThat(request.duration("for", Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(30));
        request.done();
    }

    @Test
    void durations_out_of_range_and_times_without_zone_are_refused() {
        var request =
                json(
                        "{\"a\": \"PT0S\", \"b\": \"-PT1S\", \"c\": \"P9D\", \"d\": \"2030-01-01T13:00:00\"}");
        request.duration("a", Duration.ofDays(1));
        request.duration("b", Duration.ofDays(1));
        request.duration("c", Duration.ofDays(1));
        request.instant("d");
        assertThatThrownBy(request::done)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat((List<?>) problem.facts().get("errors")).hasSize(4));
    }

    @Test
    void what_is_not_one_json_object_is_refused() {
        assertThat(refusal("{")).isEqualTo(ProblemType.MALFORMED);
        assertThat(refusal("{} {}")).isEqualTo(ProblemType.MALFORMED);
        assertThat(refusal("{\"a\": 1, \"a\": 2}")).isEqualTo(ProblemType.MALFORMED);
        assertThat(refusal("  ")).isEqualTo(ProblemType.MALFORMED);
        assertThat(refusal("[".repeat(5000))).isEqualTo(ProblemType.MALFORMED);
        assertThat(refusal("[]")).isEqualTo(ProblemType.INVALID);
        assertThat(refusal("null")).isEqualTo(ProblemType.INVALID);
        assertThatThrownBy(
                        () ->
                                RequestJson.of(
                                        new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOfSatisfying(
                        Problem.class,
                        it -> assertThat(it.type()).isEqualTo(ProblemType.MALFORMED));
    }

    @Test
    void what_postgresql_cannot_store_is_refused_wherever_it_stands() {
        assertThat(refusal("{\"a\": {\"b\": [\"x\\u0000\"]}}")).isEqualTo(ProblemType.INVALID);
        var request = json("{\"a\": {\"b\\u0000\": 1, \"c\": [\"\\ud800\"]}}");
        request.object("a", 100);
        assertThatThrownBy(request::done)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat((List<?>) problem.facts().get("errors")).hasSize(2));
        var emoji = json("{\"a\": \"\\ud83d\\ude00\"}");
        assertThat(emoji.text("a", 5)).isEqualTo("😀");
        emoji.done();
    }
}
