package io.agentrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.workflow.Validator.Breach;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    @Test
    void steps_inside_others_keep_the_rules_too() {
        var wrong = new Step("B", "set", null, "{}", Duration.ZERO, null, RetryPolicy.NONE, 0);
        assertThat(paths(with(parallel(2, set("b"), wrong))))
                .containsExactly(
                        "/steps/a/steps/B",
                        "/steps/a/steps/B/timeout",
                        "/steps/a/steps/B/maxCrashes");
        assertThat(paths(with(each("a", wrong))))
                .contains("/steps/a/step/timeout", "/steps/a/step/maxCrashes");
        assertThat(paths(with(parallel(2, set("b"), each("c", wrong)))))
                .contains("/steps/a/steps/c/step/timeout");
    }

    @Test
    void of_steps_at_the_same_time_there_is_one_at_least_and_a_thousand_at_most() {
        assertThat(paths(with(parallel(2)))).containsExactly("/steps/a/steps");
        var many = new Step[1001];
        for (int i = 0; i < many.length; i++) {
            many[i] = set("s" + i);
        }
        assertThat(paths(with(parallel(2, many)))).containsExactly("/steps/a/steps");
    }

    @Test
    void at_the_same_time_there_is_one_step_at_least() {
        assertThat(paths(with(parallel(0, set("b"))))).containsExactly("/steps/a/maxParallel");
        assertThat(paths(with(parallel(10_001, set("b"))))).containsExactly("/steps/a/maxParallel");
        assertThat(paths(with(parallel(Integer.MAX_VALUE, set("b"))))).isEmpty();
    }

    @Test
    void five_steps_may_be_around_a_step() {
        var step = set("a");
        for (int depth = 1; depth <= 5; depth++) {
            step = each("a", step);
        }
        assertThat(paths(with(step))).isEmpty();
        assertThat(paths(with(each("a", step)))).containsExactly("/steps/a" + "/step".repeat(5));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1000000, 0", "1000001, 1"})
    void one_run_at_a_time_is_possible_at_least(int max, int breaches) {
        var draft = draft("order", List.of("a"), Map.of("a", set("a")), new Concurrency(max, null));
        assertThat(paths(draft)).hasSize(breaches);
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
            defined.put(step, set(step));
        }
        return draft(name, timeline, defined, null);
    }

    private static Draft with(Step step) {
        return draft("order", List.of("a"), Map.of("a", step), null);
    }

    private static Draft draft(
            String name,
            List<String> timeline,
            Map<String, Step> steps,
            @Nullable Concurrency concurrency) {
        return new Draft(
                name,
                null,
                null,
                null,
                null,
                timeline,
                steps,
                Flow.STRAIGHT,
                Recovery.RESUME,
                concurrency,
                null);
    }

    private static Step set(String name) {
        return new Step(name, "set", null, "{}", SECOND, null, RetryPolicy.NONE, 3);
    }

    private static Step fan(String name, Nested nested) {
        return new Step(name, "fan", null, "{}", SECOND, null, RetryPolicy.NONE, 3, nested);
    }

    private static Step each(String name, Step step) {
        return fan(name, new Nested.ForEach(step, Integer.MAX_VALUE, Nested.OnError.FAIL));
    }

    private static Step parallel(int maxParallel, Step... steps) {
        return fan("a", new Nested.Parallel(List.of(steps), maxParallel, Nested.OnError.COLLECT));
    }

    private static Step retry(
            int attempts, Duration backoff, double factor, Duration maxBackoff, double jitter) {
        var retry =
                new RetryPolicy(attempts, backoff, factor, maxBackoff, jitter, Set.of(), Set.of());
        return new Step("a", "set", null, "{}", SECOND, null, retry, 3);
    }
}
