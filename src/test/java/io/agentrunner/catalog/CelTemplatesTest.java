package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelTemplatesTest {

    private static final String INPUTS =
            """
            {"n": 5, "d": 1.50, "whole": 5.0, "text": "a \\"b\\"", "flag": true, "none": null,
             "list": [1, 2, 3], "object": {"k": "v"}, "content-type": "json",
             "big": 123456789012345678901234567890, "exact": 0.1000000000000000055511151231257827}
            """;

    private static final Map<String, String> RESULTS =
            Map.of("plan", "{\"files\": [\"a.txt\", \"b.txt\"], \"count\": 2}", "nap", "null");

    private static final Scope SCOPE =
            new Scope(
                    INPUTS,
                    step -> Optional.ofNullable(RESULTS.get(step)),
                    new Scope.RunFacts(
                            "r-1",
                            "order",
                            "sha256:1",
                            List.of("eu"),
                            "{\"team\": \"x\"}",
                            null,
                            "/srv/flows",
                            new Scope.At(2, 3)),
                    name -> name.equals("TOKEN") ? Optional.of("s3cret") : Optional.empty());

    private final CelTemplates templates = new CelTemplates();

    private String json(String expression) {
        return templates.evaluate(quoted("${" + expression + "}"), SCOPE);
    }

    private static String quoted(String text) {
        return Json.write(TextNode.valueOf(text));
    }

    private void assertFails(String expression, String... parts) {
        assertThatThrownBy(() -> json(expression))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void outside_of_a_for_each_there_is_no_item() {
        assertFails("item", "asks for `item`, which only the steps inside");
        assertFails("index + 1", "asks for `index`");
    }

    @Nested
    class A_string_that_is_one_expression {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "inputs.n | 5",
                    "inputs.n + 1 | 6",
                    "double(inputs.n) * 2.0 | 10.0",
                    "inputs.whole | 5.0",
                    "inputs.n > 2.5 | true",
                    "inputs.text | \"a \\\"b\\\"\"",
                    "inputs.none | null",
                    "inputs.none == null | true",
                    "inputs.list | [1,2,3]",
                    "inputs.list[1] | 2",
                    "inputs.list.map(x, x * 2) | [2,4,6]",
                    "inputs.list.filter(x, x > 1).size() | 2",
                    "{'o': inputs.object, 'l': [inputs.list]} | {\"o\":{\"k\":\"v\"},\"l\":[[1,2,3]]}",
                    "inputs['content-type'] | \"json\"",
                    "inputs.`content-type` | \"json\"",
                    "inputs.?missing.orValue('x') | \"x\"",
                    "inputs.?missing | null",
                    "has(inputs.missing) | false",
                    "has(steps.later) | false",
                    "has(steps.plan) | true",
                    "steps.plan.files[0] | \"a.txt\"",
                    "steps['plan'].count | 2",
                    "steps.?later.orValue(0) | 0",
                    "steps.nap | null",
                    "run.id | \"r-1\"",
                    "run.tags | [\"eu\"]",
                    "run.metadata.team | \"x\"",
                    "run.correlationId | null",
                    "run.version | \"sha256:1\"",
                    "run.iteration | 2",
                    "run.attempt | 3",
                    "run.home | \"/srv/flows\"",
                    "secrets.TOKEN | \"s3cret\"",
                    "timestamp('2026-01-02T03:04:05Z') | \"2026-01-02T03:04:05Z\"",
                    "duration('90s') | \"PT1M30S\"",
                    "b'abc' | \"YWJj\"",
                    "18446744073709551615u | 18446744073709551615",
                    "{1: true} | {\"1\":true}",
                    "'a,b'.split(',') | [\"a\",\"b\"]",
                    "['a', 'b'].join('-') | \"a-b\"",
                    "math.greatest(1, 7) | 7",
                    "[3, 1, 2].sort() | [1,2,3]",
                    "cel.bind(x, 3, x + 1) | 4",
                    "base64.encode(b'abc') | \"YWJj\"",
                })
        void keeps_the_expressions_type(String expression, String expected) {
            assertThat(json(expression)).isEqualTo(expected);
        }

        @Test
        void passes_numbers_on_to_the_digit() {
            assertThat(json("inputs.big")).isEqualTo("123456789012345678901234567890");
            assertThat(json("inputs.exact")).isEqualTo("0.1000000000000000055511151231257827");
            assertThat(json("inputs.d")).isEqualTo("1.50");
            assertThat(json("{'all': inputs}")).contains("123456789012345678901234567890", "1.50");
        }

        @Test
        void calculates_with_large_integers_as_the_nearest_double() {
            assertThat(json("inputs.big > 1")).isEqualTo("true");
            assertThat(json("inputs.big + 0.0")).isEqualTo("1.2345678901234568E29");
        }

        @Test
        void may_hold_braces_and_quotes_of_its_own() {
            assertThat(json(" {\"a\": {\"b\": 1}}.a ")).isEqualTo("{\"b\":1}");
            assertThat(json("\"}\"")).isEqualTo("\"}\"");
            assertThat(json("'\\'}' + \"\\\"}\"")).isEqualTo("\"'}\\\"}\"");
            assertThat(json("r'\\d}'")).isEqualTo("\"\\\\d}\"");
            assertThat(json("'''it's }'''")).isEqualTo("\"it's }\"");
            assertThat(json("1 // } not yet\n + 1")).isEqualTo("2");
        }
    }

    @Nested
    class Any_other_string {

        @Test
        void takes_the_text_of_each_expression() {
            assertThat(evaluate("n=${inputs.n} l=${inputs.list} t=${inputs.text} z=${inputs.none}"))
                    .isEqualTo("n=5 l=[1,2,3] t=a \"b\" z=null");
        }

        @Test
        void is_a_text_even_when_it_looks_like_a_number() {
            assertThat(templates.evaluate("\"${inputs.n}${inputs.n}\"", SCOPE)).isEqualTo("\"55\"");
        }

        @Test
        void shows_a_doubled_dollar_as_a_literal_expression() {
            assertThat(evaluate("$${inputs.n} $5 ${inputs.n}")).isEqualTo("${inputs.n} $5 5");
        }

        private String evaluate(String text) {
            return Json.parse(templates.evaluate(quoted(text), SCOPE)).textValue();
        }
    }

    @Test
    void templates_anywhere_in_json_are_evaluated_and_the_rest_stays() {
        assertThat(
                        templates.evaluate(
                                "{\"a\": [\"${inputs.n}\", {\"b\": \"<${run.id}>\"}], \"${k}\": 1.10}",
                                SCOPE))
                .isEqualTo("{\"a\":[5,{\"b\":\"<r-1>\"}],\"${k}\":1.10}");
    }

    @Test
    void json_without_templates_comes_back_as_it_is() {
        assertThat(templates.evaluate("{ \"a\": 1.0 }", SCOPE)).isEqualTo("{ \"a\": 1.0 }");
    }

    @Nested
    class A_mistake {

        @Test
        void names_the_expression_and_what_is_missing() {
            assertFails("inputs.missing", "`${inputs.missing}`", "finds no `missing`", ".?missing");
            assertFails("inputs.list[7]", "`${inputs.list[7]}`", "7");
        }

        @Test
        void names_the_step_that_has_no_result() {
            assertFails("steps.later.x", "step `later`", "has no result");
            assertFails("steps['later']", "step `later`", "has no result");
        }

        @Test
        void names_the_variable_of_the_environment_that_a_secret_needs() {
            assertFails("secrets.NOPE", "secret `NOPE`", "AGENT_RUNNER_SECRET_NOPE");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "int(secrets.TOKEN)",
                    "timestamp(secrets.TOKEN)",
                    "dyn(secrets.TOKEN) ? 1 : 2",
                    "{'a': 1}[secrets.TOKEN]",
                    "secrets.TOKEN.substring(99)"
                })
        void never_tells_a_secret(String expression) {
            assertThatThrownBy(() -> json(expression))
                    .isInstanceOf(TemplateFailed.class)
                    .hasMessageNotContaining("s3cret");
        }

        @Test
        void names_the_variables_there_are() {
            assertFails("HOME", "names `HOME`", "inputs, steps, run, secrets", "$${HOME}");
        }

        @Test
        void names_the_column_of_a_syntax_error() {
            assertFails("1 + ", "column 5", "mismatched input '<EOF>'");
        }

        @Test
        void names_an_unknown_function() {
            assertFails("nope(1)", "calls `nope`");
        }

        @Test
        void tells_of_types_that_do_not_go_together() {
            assertFails("inputs.text + 1", "gives `+` values of types");
        }

        @Test
        void is_a_number_that_json_can_not_express() {
            assertFails("1.0 / 0.0", "Infinity");
        }

        @ParameterizedTest
        @ValueSource(strings = {"${inputs.n", "${'}", "${ {1: 2} ", "${}", "${ }"})
        void is_an_expression_without_end_or_content(String text) {
            assertThatThrownBy(() -> templates.evaluate(quoted(text), SCOPE))
                    .isInstanceOf(TemplateFailed.class)
                    .hasMessageContaining("$${");
        }
    }

    @Nested
    class An_expression_that_would_cost_too_much {

        @Test
        void is_stopped_after_its_share_of_iterations() {
            var thousand = "'" + "x".repeat(1000) + "'.split('')";
            assertFails(
                    "cel.bind(l, " + thousand + ", l.map(a, l.map(b, l)).size())",
                    "Iteration budget exceeded");
        }

        @Test
        void is_refused_when_it_is_too_long() {
            assertFails("1" + " + 1".repeat(3000), "");
        }

        @Test
        void may_not_allocate_at_will() {
            assertFails("lists.range(1000000000)", "lists.range");
        }
    }

    @Test
    void what_was_compiled_is_forgotten_when_it_becomes_too_much() {
        var kept = new RecentlyUsed<String>(10);
        kept.get("12345", text -> text);
        kept.get("abcde", text -> text);
        kept.get("12345", text -> "used again, not made again");
        kept.get("vwxyz", text -> text);
        assertThat(kept.size()).isEqualTo(2);
        assertThat(kept.get("12345", _ -> "made again")).isEqualTo("12345");
        assertThat(kept.get("abcde", _ -> "made again")).isEqualTo("made again");
    }
}
