package io.agentrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.workflow.Validator.Breach;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void a_draft_that_keeps_the_rules_has_no_breaches_and_becomes_a_workflow() {
        var draft = draft("order", List.of("plan", "ship"), "ship", "plan");
        assertThat(Validator.check(draft)).isEmpty();
        assertThat(draft.publish("{}", "sha256:1").timeline())
                .extracting(Step::name)
                .containsExactly("plan", "ship");
    }

    @ParameterizedTest
    @CsvSource({"Order", "1order", "order_1", "ordér", "-o", "''"})
    void a_workflows_name_has_small_letters_digits_and_hyphens(String name) {
        assertThat(paths(draft(name, List.of("a"), "a"))).containsExactly("/name");
    }

    @Test
    void a_name_has_63_characters_at_most() {
        assertThat(paths(draft("o".repeat(63), List.of("a"), "a"))).isEmpty();
        assertThat(paths(draft("o".repeat(64), List.of("a"), "a"))).containsExactly("/name");
    }

    @ParameterizedTest
    @CsvSource({"Plan", "1plan", "plan-a", "'a/b~c'"})
    void a_steps_name_can_be_written_in_an_expression(String name) {
        var pointer = "/steps/" + name.replace("~", "~0").replace("/", "~1");
        assertThat(paths(draft("order", List.of(name), name))).containsExactly(pointer);
    }

    @Test
    void the_timeline_and_the_steps_name_each_other_once() {
        var draft = draft("order", List.of("plan", "plan", "shpi"), "plan", "ship");
        assertThat(Validator.check(draft))
                .containsExactly(
                        new Breach(
                                "/timeline/1",
                                "`plan` stands here a second time; once is possible"),
                        new Breach(
                                "/timeline/2",
                                "there is no step `shpi` under `steps`; did you mean `ship`?"),
                        new Breach(
                                "/steps/ship",
                                "`ship` is not in the timeline; add it there or remove it"));
    }

    @Test
    void a_workflow_has_a_step_at_least_and_a_thousand_at_most() {
        assertThat(paths(draft("order", List.of()))).containsExactly("/timeline");
        var names = new String[1001];
        for (int i = 0; i < names.length; i++) {
            names[i] = "s" + i;
        }
        assertThat(paths(draft("order", List.of(names), names))).containsExactly("/timeline");
    }

    @Test
    void times_are_longer_than_nothing_and_end_some_day() {
        var forever = Duration.ofDays(4000);
        var step = new Step("a", "set", null, "{}", Duration.ZERO, forever, RetryPolicy.NONE, 1);
        assertThat(paths(with(step))).containsExactly("/steps/a/timeout", "/steps/a/totalTimeout");
    }

    @Test
    void a_retry_keeps_its_ranges() {
        assertThat(paths(with(retry(0, SECOND, 0.5, SECOND, -0.1))))
                .containsExactly(
                        "/steps/a/retry/maxAttempts",
                        "/steps/a/retry/factor",
                        "/steps/a/retry/jitter");
        assertThat(paths(with(retry(1001, SECOND, 101, SECOND, 1.1)))).hasSize(3);
        assertThat(paths(with(retry(2, SECOND, Double.NaN, SECOND, 1))))
                .containsExactly("/steps/a/retry/factor");
        assertThat(paths(with(retry(2, Duration.ofSeconds(2), 1, SECOND, 0))))
                .containsExactly("/steps/a/retry/maxBackoff");
        assertThat(paths(with(retry(2, SECOND.negated(), 1, SECOND, 0))))
                .containsExactly("/steps/a/retry/backoff");
        assertThat(paths(with(retry(1000, Duration.ZERO, 100, SECOND, 1)))).isEmpty();
    }

    @Test
    void crashes_are_counted_from_one() {
        var step = new Step("a", "set", null, "{}", SECOND, null, RetryPolicy.NONE, 0);
        assertThat(paths(with(step))).containsExactly("/steps/a/maxCrashes");
    }

    @ParameterizedTest
    @CsvSource({
        "shpi, ship",
        "Ship, ship",
        "shop, ship",
        "shipp, ship",
        "maxatempts, maxAttempts",
        "colour, ''",
        "a, ''",
    })
    void the_word_that_was_meant_is_close(String word, String expected) {
        var candidates = List.of("plan", "ship", "maxAttempts", "b");
        assertThat(Suggestion.nearest(word, candidates).orElse("")).isEqualTo(expected);
    }

    private static List<String> paths(Draft draft) {
        return Validator.check(draft).stream().map(Breach::path).toList();
    }

    private static Draft draft(String name, List<String> timeline, String... steps) {
        var defined = new LinkedHashMap<String, Step>();
        for (var step : steps) {
            defined.put(step, new Step(step, "set", null, "{}", SECOND, null, RetryPolicy.NONE, 3));
        }
        return new Draft(name, null, null, null, null, timeline, defined, null);
    }

    private static Draft with(Step step) {
        return new Draft("order", null, null, null, null, List.of("a"), Map.of("a", step), null);
    }

    private static Step retry(
            int attempts, Duration backoff, double factor, Duration maxBackoff, double jitter) {
        var retry =
                new RetryPolicy(attempts, backoff, factor, maxBackoff, jitter, Set.of(), Set.of());
        return new Step("a", "set", null, "{}", SECOND, null, retry, 3);
    }
}
