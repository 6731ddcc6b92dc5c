package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Concurrency;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Validator;
import io.agentrunner.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blueprints of steps that wait, and of steps with steps inside. */
class BlueprintKindsTest {

    private static final Path FOLDER = Path.of("src/test/resources/blueprints/good");

    private final Blueprints blueprints = new Blueprints(new CelTemplates());

    @Test
    void steps_inside_others_arrive_where_they_belong() throws IOException {
        var trip = trip();
        var book = trip.step("book").orElseThrow();
        assertThat(nested(book))
                .isInstanceOfSatisfying(
                        Nested.Parallel.class,
                        it ->
                                assertThat(it.steps())
                                        .extracting(Step::name)
                                        .containsExactly("car", "flight", "legs"));
        assertThat(nested(book).maxParallel()).isEqualTo(2);
        assertThat(nested(book).onError()).isEqualTo(OnError.COLLECT);
        assertThat(book.settings()).isEqualTo("{\"onError\":\"collect\"}");
        var legs = trip.step("book.legs").orElseThrow();
        assertThat(nested(legs).maxParallel()).isEqualTo(Integer.MAX_VALUE);
        assertThat(nested(legs).onError()).isEqualTo(OnError.FAIL);
        assertThat(legs.settings()).isEqualTo("{\"items\":\"${inputs.legs}\"}");
        assertThat(trip.step("book.legs[7]").orElseThrow().type()).isEqualTo("http");
        assertThat(trip.step("book.car").orElseThrow().retry().pauseAfterRetries()).isTrue();
    }

    @Test
    void work_of_others_has_no_limit_unless_it_is_given_one() throws IOException {
        var trip = trip();
        assertThat(trip.step("book").orElseThrow().timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(trip.step("book.legs").orElseThrow().timeout()).isEqualTo(Validator.LONGEST);
        assertThat(trip.step("invoice").orElseThrow().timeout()).isEqualTo(Validator.LONGEST);
        assertThat(trip.step("book.car").orElseThrow().timeout()).isEqualTo(Step.DEFAULT_TIMEOUT);
    }

    @Test
    void the_timeout_of_a_wait_is_the_waits_and_not_the_attempts() throws IOException {
        var trip = trip();
        for (var name : List.of("review", "paid")) {
            var step = trip.step(name).orElseThrow();
            assertThat(step.timeout()).isEqualTo(Step.DEFAULT_TIMEOUT);
            assertThat(step.settings()).contains("\"timeout\":\"PT48H\"");
        }
    }

    @Test
    void what_becomes_of_its_runs_arrives_where_it_belongs() throws IOException {
        var trip = trip();
        assertThat(trip.recovery()).isEqualTo(Recovery.FAIL);
        assertThat(trip.concurrency()).isEqualTo(new Concurrency(3, "\"${inputs.customer}\""));
        var order = workflow(Files.readString(FOLDER.resolve("order.yaml")));
        assertThat(order.recovery()).isEqualTo(Recovery.RESUME);
        assertThat(order.concurrency()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recovery: fail | recovery: resume",
                "max: 3 | max: 4",
                "key: inputs.customer | key: inputs.legs",
                "pauseAfterRetries: true | pauseAfterRetries: false",
                "onError: collect | onError: fail",
                "maxParallel: 2 | maxParallel: 3",
                "onTimeout: reject | onTimeout: fail",
                "timeout: P2D | timeout: P1D",
                "timeout: PT2H | timeout: PT3H",
                "flight: | plane:",
                "minLength: 3 | minLength: 4",
                "${index} | ${index + 1}",
            })
    void the_version_depends_on_what_is_inside_too(String what, String other) throws IOException {
        var text = Files.readString(FOLDER.resolve("trip.yaml"));
        assertThat(text).contains(what);
        assertThat(workflow(text.replace(what, other)).version())
                .isNotEqualTo(workflow(text).version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "key: inputs.customer | key: \"${inputs.customer}\"",
                "PT48H | P2D",
                "recovery: resume | ''",
                ", onTimeout: fail | ''",
                "onError: fail, | ''",
                ", timeout: P1D | ''",
            })
    void the_version_does_not_depend_on_what_is_so_anyway(String what, String other) {
        var text =
                """
                name: same
                recovery: resume
                concurrency: {max: 1, key: inputs.customer}
                timeline: [a, b, c]
                steps:
                  a: {type: approval, title: x, timeout: P1D, onTimeout: fail}
                  b: {type: signal, name: x, timeout: PT48H}
                  c: {type: parallel, onError: fail, steps: {d: {type: set, value: 1}}}
                """;
        assertThat(text).contains(what);
        assertThat(workflow(text.replace(what, other)).version())
                .isEqualTo(workflow(text).version());
    }

    @Test
    void a_sleep_inside_others_is_looked_at_too() {
        var text =
                """
                name: x
                timeline: [a]
                steps: {a: {type: forEach, items: [1], step: {type: parallel, steps: {b: {type: sleep, for: P36501D}}}}}
                """;
        assertThat(read(text))
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .extracting(Refused::mistakes, InstanceOfAssertFactories.list(Mistake.class))
                .extracting(Mistake::path)
                .containsExactly("/steps/a/step/steps/b/for");
    }

    private Workflow trip() throws IOException {
        return workflow(Files.readString(FOLDER.resolve("trip.yaml")));
    }

    private static Nested nested(Step step) {
        return Objects.requireNonNull(step.nested());
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
