package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Expressions.Judgement;
import io.agentrunner.run.Failure;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a rule applies to what has become of a step, and what decided it. */
class ClausesTest {

    private static final String RESULT =
            "{\"total\": 120, \"price\": 1.50, \"status\": \"paid\", \"tags\": [\"eu\", \"new\"], \"none\": null,"
                    + " \"cost\": \"$5\", \"customer\": {\"name\": \"Ada\", \"age\": 36}}";
    private static final Failure FAILURE =
            new Failure("HTTP_404", "not there", "{\"url\": \"/a\"}", "a trace");

    private static final Map<String, String> PREDICATES =
            Map.of(
                    "large", "result.total > inputs.limit",
                    "unclear", "result.total",
                    "absent", "steps.nothing == 1");

    private final CelTemplates templates = new CelTemplates();

    private Judgement ofResult(Condition condition) {
        return judge(condition, new Action.Continue(), new Scope.Ending.Succeeded(RESULT));
    }

    private Judgement ofFailure(Condition condition, Action then) {
        return judge(condition, then, new Scope.Ending.Failed(FAILURE));
    }

    private Judgement judge(Condition condition, Action then, Scope.Ending ending) {
        var run = new Scope.RunFacts("r-1", "order", "sha256:1", List.of(), "{}", null, null, null);
        var scope =
                new Scope(
                        "{\"limit\": 100}",
                        step -> step.equals("plan") ? Optional.of("{\"n\": 2}") : Optional.empty(),
                        run,
                        _ -> Optional.empty(),
                        null,
                        ending);
        return templates.judge(new Clause(condition, then, null), PREDICATES, scope);
    }

    private static Judgement applies(String values) {
        return new Judgement.Applies(values, null);
    }

    private static Condition match(String pattern, @Nullable String guard) {
        return new Condition.Match(pattern, guard);
    }

    @Test
    void an_expression_that_is_true_applies_and_tells_what_it_looked_at() {
        assertThat(ofResult(new Condition.When("result.total > inputs.limit && steps.plan.n == 2")))
                .isEqualTo(
                        applies("{\"result.total\":120,\"inputs.limit\":100,\"steps.plan.n\":2}"));
        assertThat(ofResult(new Condition.When("result.total < inputs.limit")))
                .isEqualTo(new Judgement.DoesNotApply());
    }

    @Test
    void a_failure_has_a_code_a_message_and_details() {
        assertThat(
                        ofFailure(
                                new Condition.When(
                                        "error.code == 'HTTP_404' && error.details.url == '/a'"),
                                new Action.Continue()))
                .isEqualTo(applies("{\"error.code\":\"HTTP_404\",\"error.details.url\":\"/a\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"total\": 120.0} | true",
                "{\"total\": 121} | false",
                "{\"price\": 1.5} | true",
                "{\"status\": \"paid\", \"customer\": {\"name\": \"Ada\"}} | true",
                "{\"status\": \"paid\", \"customer\": {\"name\": \"Bob\"}} | false",
                "{\"missing\": \"$_\"} | false",
                "{\"none\": null} | true",
                "{\"none\": \"$any\"} | true",
                "{\"total\": null} | false",
                "{\"tags\": [\"eu\", \"$_\"]} | true",
                "{\"tags\": [\"eu\"]} | false",
                "{\"tags\": {}} | false",
                "{\"cost\": \"$$5\"} | true",
                "{\"status\": \"$same\", \"cost\": \"$same\"} | false",
            })
    void a_pattern_matches_what_has_its_shape(String pattern, boolean expected) {
        assertThat(ofResult(match("{\"result\": " + pattern + "}", null)))
                .isInstanceOf(expected ? Judgement.Applies.class : Judgement.DoesNotApply.class);
    }

    @Test
    void what_a_pattern_binds_is_known_to_its_guard_and_to_the_message() {
        var pattern = "{\"error\": {\"code\": \"$code\", \"details\": {\"url\": \"$url\"}}}";
        assertThat(
                        ofFailure(
                                match(pattern, "code.startsWith('HTTP_') && url != ''"),
                                new Action.Fail("${code} at ${url}: ${error.message}")))
                .isEqualTo(
                        new Judgement.Applies(
                                "{\"error\":{\"code\":\"HTTP_404\",\"details\":{\"url\":\"/a\"}}}",
                                "HTTP_404 at /a: not there"));
        assertThat(ofFailure(match(pattern, "code == 'TIMEOUT'"), new Action.Continue()))
                .isEqualTo(new Judgement.DoesNotApply());
    }

    @Test
    void a_long_value_is_not_repeated() {
        var long_ = "{\"text\": \"" + "x".repeat(2_000) + "\", \"n\": 1}";
        var ending = new Scope.Ending.Succeeded(long_);
        var condition = new Condition.When("result.text != '' && result.n == 1");
        assertThat(judge(condition, new Action.Continue(), ending))
                .isEqualTo(applies("{\"result.text\":\"…\",\"result.n\":1}"));
    }

    @Test
    void what_is_neither_true_nor_false_is_told() {
        assertThat(ofResult(new Condition.When("result.total")))
                .isEqualTo(new Judgement.Unclear("`${result.total}` must be true or false"));
        assertThat(ofResult(new Condition.When("result.nothing > 1")))
                .isEqualTo(
                        new Judgement.Unclear(
                                "`${result.nothing > 1}` finds no `nothing` there; where it may be"
                                        + " absent, write `.?nothing`"));
    }

    @Test
    void a_named_predicate_is_true_or_false_and_tells_what_it_looked_at() {
        assertThat(ofResult(new Condition.When("large && result.status == 'paid'")))
                .isEqualTo(
                        applies(
                                "{\"result.status\":\"paid\",\"large\":true,\"result.total\":120,\"inputs.limit\":100}"));
        assertThat(ofResult(new Condition.When("!large"))).isEqualTo(new Judgement.DoesNotApply());
        assertThat(ofResult(match("{\"result\": {\"status\": \"$is\"}}", "large && is == 'paid'")))
                .isInstanceOf(Judgement.Applies.class);
    }

    @Test
    void a_predicate_that_nobody_asks_for_is_not_evaluated() {
        assertThat(ofResult(new Condition.When("large || absent")))
                .isEqualTo(applies("{\"large\":true,\"result.total\":120,\"inputs.limit\":100}"));
    }

    @Test
    void a_predicate_that_is_neither_true_nor_false_is_told() {
        assertThat(ofResult(new Condition.When("unclear && large")))
                .isEqualTo(
                        new Judgement.Unclear(
                                "`${unclear && large}` asks `unclear`: `${result.total}` must be"
                                        + " true or false"));
    }

    @Test
    void otherwise_applies_always() {
        assertThat(ofResult(new Condition.Otherwise())).isEqualTo(applies("{}"));
    }
}
