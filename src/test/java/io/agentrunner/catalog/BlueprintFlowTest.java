package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of what follows a step, as blueprints say them. */
class BlueprintFlowTest {

    private final Blueprints blueprints = new Blueprints(new CelTemplates());

    @Test
    void rules_arrive_in_their_order() throws IOException {
        var flow = good().flow();
        assertThat(flow.branch())
                .containsOnlyKeys("validate")
                .containsEntry(
                        "validate",
                        List.of(
                                new Clause(
                                        new Condition.When("free || small && result.total < 10"),
                                        new Action.SkipTo("ship"),
                                        null,
                                        "nothing to pay"),
                                new Clause(
                                        new Condition.When("small"),
                                        new Action.SkipTo("ship"),
                                        null),
                                new Clause(
                                        new Condition.Otherwise(), new Action.Continue(), null)));
        assertThat(flow.clauses(Flow.Turn.DIVERGE, "charge"))
                .containsExactly(
                        new Clause(
                                new Condition.Match("{\"error\":{\"code\":\"TIMEOUT\"}}", null),
                                new Action.BackTo("charge"),
                                2),
                        new Clause(
                                new Condition.Match(
                                        "{\"error\":{\"code\":\"$code\"}}",
                                        "code.startsWith('HTTP_4')"),
                                new Action.Fail("declined with ${code}"),
                                null),
                        new Clause(
                                new Condition.When("error.code == 'HTTP_503'"),
                                new Action.Continue(),
                                null));
    }

    @Test
    void predicates_arrive_by_their_names() throws IOException {
        assertThat(good().flow().predicates())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("small", "result.total < 100", "free", "inputs.total == 0"));
    }

    @Test
    void rules_are_part_of_what_a_version_is_known_by() throws IOException {
        var workflow = good();
        var stored = blueprints.fromDefinition(workflow.definition());
        assertThat(stored).isEqualTo(workflow);
        var other = workflow(text().replace("max: 2", "max: 3"));
        assertThat(other.version()).isNotEqualTo(workflow.version());
        var smaller = workflow(text().replace("total < 100", "total < 99"));
        assertThat(smaller.version()).isNotEqualTo(workflow.version());
        var renamed = workflow(text().replace("nothing to pay", "a present"));
        assertThat(renamed.version()).isNotEqualTo(workflow.version());
    }

    @Test
    void a_predicate_that_no_rule_asks_is_a_warning() throws IOException {
        var read = (Read) read(text().replace("free || small &&", "small &&"));
        assertThat(read.warnings())
                .extracting(Mistake::path, Mistake::line, Mistake::message)
                .containsExactly(
                        tuple("/predicates/free", 18, "no rule asks `free`; use it or remove it"));
    }

    @Test
    void what_can_be_done_and_is_hardly_meant_is_a_warning() {
        var read =
                (Read)
                        read(
                                """
                                name: doubtful
                                timeline: [a, b]
                                steps:
                                  a: {type: set, value: 1}
                                  b: {type: set, value: 2}
                                diverge:
                                  a:
                                    - {otherwise: true, then: {backTo: a}}
                                    - {when: "error.code == 'X'", then: continue}
                                branch:
                                  b:
                                    - {when: "result > 1", then: continue}
                                    - {when: "result > 1", then: {fail: "no"}}
                                """);
        assertThat(read.warnings())
                .extracting(Mistake::path, Mistake::line, Mistake::message)
                .containsExactly(
                        tuple(
                                "/diverge/a/0",
                                8,
                                "goes back without `max`, up to 1000 times; say how often it may"),
                        tuple("/diverge/a/1", 9, "can never apply: rule 1 before it already does"),
                        tuple(
                                "/branch/b",
                                12,
                                "a result to which no rule applies fails the run with NO_MATCH; end"
                                        + " with `otherwise: true`"),
                        tuple("/branch/b/1", 13, "can never apply: rule 1 before it already does"));
    }

    @Test
    void a_result_that_may_not_be_there_has_to_be_asked_for() {
        var skips =
                """
                name: skips
                timeline: [a, b, c]
                steps:
                  a: {type: set, value: 1}
                  b: {type: set, value: 2}
                  c: {type: set, value: "${VALUE}"}
                diverge: {a: [{otherwise: true, then: continue}]}
                branch: {a: [{when: "result > 1", then: {skipTo: c}}, {otherwise: true, then: continue}]}
                """;
        assertThat(mistakes(skips.replace("VALUE", "steps.b")))
                .extracting(Mistake::path, Mistake::message)
                .containsExactly(
                        tuple(
                                "/steps/c/value",
                                "`${steps.b}` refers to step `b`, which may have been skipped or"
                                        + " have failed by then; ask `has(steps.b)` first, or write"
                                        + " `steps.?b`"));
        assertThat(mistakes(skips.replace("VALUE", "steps.a"))).hasSize(1);
        assertThat(read(skips.replace("VALUE", "has(steps.b) ? steps.b : 0")))
                .isInstanceOf(Read.class);
        assertThat(read(skips.replace("VALUE", "steps.?a.orValue(0)"))).isInstanceOf(Read.class);
    }

    @Test
    void a_rule_that_asks_the_program_is_none_of_a_blueprint() {
        var found =
                mistakes(
                        """
                        name: asks
                        timeline: [a]
                        steps: {a: {type: set, value: 1, retries: 2}}
                        branch:
                          a: [{when: "true", then: continue}, {java: small order, then: continue}]
                        """);
        assertThat(found)
                .extracting(Mistake::path, Mistake::line)
                .containsExactly(tuple("/steps/a/retries", 3), tuple("/branch/a/1/java", 5));
        assertThat(found.getLast().message()).startsWith("belongs to workflows written in Java");
    }

    private List<Mistake> mistakes(String yaml) {
        return ((Refused) read(yaml)).mistakes();
    }

    private Workflow good() throws IOException {
        return workflow(text());
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("src/test/resources/blueprints/good/flow.yaml"));
    }

    private Workflow workflow(String yaml) {
        return switch (read(yaml)) {
            case Read(var workflow, _) -> workflow;
            case Refused(_, var mistakes) -> throw new AssertionError(mistakes.toString());
        };
    }

    private Reading read(String yaml) {
        return blueprints.read(yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }
}
