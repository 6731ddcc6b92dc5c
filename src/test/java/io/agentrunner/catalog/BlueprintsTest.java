package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documents are in {@code src/test/resources/blueprints}. A bad one says itself what is
 * expected, in comments: {@code # expect: POINTER LINE:COLUMN how the message begins}.
 */
class BlueprintsTest {

    private static final Path FOLDER = Path.of("src/test/resources/blueprints");
    private static final Pattern EXPECTATION =
            Pattern.compile("^# expect: (\\S*) (\\d+):(\\d+) (.+)$", Pattern.MULTILINE);

    private final Blueprints blueprints = new Blueprints(new CelTemplates());

    static Stream<Path> good() throws IOException {
        return Stream.concat(files(FOLDER.resolve("good")), files(Path.of("examples")));
    }

    static Stream<Path> bad() throws IOException {
        return files(FOLDER.resolve("bad"));
    }

    static Stream<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_blueprint_becomes_a_workflow_that_its_definition_rebuilds(Path file)
            throws IOException {
        var workflow = workflow(file);
        assertThat(blueprints.fromDefinition(workflow.definition())).isEqualTo(workflow);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void every_mistake_of_a_bad_blueprint_is_told_with_its_place(Path file) throws IOException {
        var expected = expectations(Files.readString(file));
        var found = mistakes(Files.readAllBytes(file), format(file));
        assertThat(found.stream().map(BlueprintsTest::place))
                .containsExactlyElementsOf(expected.stream().map(BlueprintsTest::place).toList());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).message()).startsWith(expected.get(i).message());
        }
    }

    @Test
    void the_version_does_not_depend_on_how_the_content_is_written() throws IOException {
        var yaml = workflow(FOLDER.resolve("good/order.yaml"));
        var json = workflow(FOLDER.resolve("good/same-order.json"));
        assertThat(json).isEqualTo(yaml);
        assertThat(yaml.version()).matches("sha256:[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "total > 0 | total > 1",
                "PT30S | PT31S",
                "jitter: 0.1 | jitter: 0.3",
                "label.pdf | labels.pdf",
                "[TIMEOUT] | [TIMEOUT, EXIT_1]",
                "versionLabel: \"2\" | versionLabel: \"3\"",
                "maxCrashes: 5 | maxCrashes: 6",
                "default: false | default: true",
            })
    void the_version_depends_on_everything_that_means_something(String what, String other)
            throws IOException {
        var text = Files.readString(FOLDER.resolve("good/order.yaml"));
        assertThat(text).contains(what);
        assertThat(workflow(text.replace(what, other)).version())
                .isNotEqualTo(workflow(text).version());
    }

    @Test
    void fields_arrive_where_they_belong() throws IOException {
        var order = workflow(FOLDER.resolve("good/order.yaml"));
        assertThat(order.timeout()).isEqualTo(Duration.ofHours(1));
        assertThat(order.versionLabel()).isEqualTo("2");
        assertThat(order.output()).isEqualTo("\"${steps.ship}\"");
        assertThat(order.timeline()).extracting("name").contains("validate", "ship");
        var charge = order.step("charge").orElseThrow();
        assertThat(charge.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(charge.totalTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(charge.maxCrashes()).isEqualTo(5);
        assertThat(charge.retry().maxAttempts()).isEqualTo(3);
        assertThat(charge.retry().retryOn()).isEqualTo(Set.of("TIMEOUT"));
        assertThat(charge.retry().doNotRetryOn()).isEqualTo(Set.of("HTTP_404"));
        assertThat(charge.settings()).startsWith("{\"request\":{\"body\":{\"amount\":");
    }

    @Test
    void a_backoff_above_the_usual_maximum_needs_no_maximum_of_its_own() {
        var workflow =
                workflow(
                        """
                        name: slow
                        timeline: [a]
                        steps: {a: {type: set, value: 1, retry: {maxAttempts: 2, backoff: PT5M}}}
                        """);
        assertThat(workflow.first().retry().maxBackoff()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void mistakes_in_json_have_a_place_too() {
        var text =
                """
                {"name": "x",
                 "timeline": ["a"],
                 "steps": {"a": {"type": "set",
                                 "vlaue": 1}}, "name": "y"}
                """;
        assertThat(mistakes(bytes(text), Format.JSON))
                .containsExactly(new Mistake("/name", 4, 32, "`name` stands here a second time"));
        assertThat(mistakes(bytes(text.replace(", \"name\": \"y\"", "")), Format.JSON))
                .extracting(BlueprintsTest::place)
                .containsExactly("/steps/a 3:17", "/steps/a/vlaue 4:18");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\": 1} {}", "nope", "[\"\u0001\"]"})
    void what_is_no_json_is_refused_with_a_place(String text) {
        var mistake = mistakes(bytes(text), Format.JSON).getFirst();
        assertThat(mistake.line()).isEqualTo(1);
        assertThat(mistake.column()).isNotNull();
    }

    @Test
    void a_document_may_not_be_nested_without_end() {
        var deep = "[".repeat(200_000);
        assertThat(mistakes(bytes(deep), Format.YAML).getFirst().message())
                .startsWith("is nested deeper than 100");
        assertThat(mistakes(bytes(deep), Format.JSON).getFirst().message()).contains("nesting");
        var indented = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            indented.append(" ".repeat(i)).append("a:\n");
        }
        assertThat(mistakes(bytes(indented.toString()), Format.YAML).getFirst().message())
                .startsWith("is nested deeper than 100");
    }

    @Test
    void a_document_is_limited_in_size_and_in_utf_8() {
        assertThat(mistakes(new byte[Source.MAX_CHARACTERS + 1], Format.YAML).getFirst().message())
                .startsWith("has 1048577 bytes");
        assertThat(mistakes("näme: x".getBytes(StandardCharsets.ISO_8859_1), Format.YAML))
                .extracting(Mistake::message)
                .containsExactly("is not in UTF-8; save it in that encoding");
        assertThat(mistakes("name: x".getBytes(StandardCharsets.UTF_16), Format.YAML))
                .extracting(Mistake::message)
                .containsExactly("is not in UTF-8; save it in that encoding");
        assertThat(mistakes(bytes("name: \u0000"), Format.YAML).getFirst())
                .isEqualTo(
                        new Mistake("", 1, 7, "contains the character U+0000, which YAML refuses"));
    }

    @Test
    void a_byte_order_mark_does_no_harm() {
        var smallest = "name: x\ntimeline: [a]\nsteps: {a: {type: set, value: 1}}";
        assertThat(workflow("\uFEFF" + smallest)).isEqualTo(workflow(smallest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\uD800", "\\uDC00x", "\", \"a\\u0000\": \"b"})
    void what_the_database_can_not_hold_is_refused(String escape) {
        var text = storing(escape);
        assertThat(mistakes(bytes(text), Format.JSON))
                .extracting(Mistake::message)
                .containsExactly("contains U+0000 or half a pair, which can't be stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1E-999999999", "0e401"})
    void a_number_that_no_one_could_calculate_with_is_refused(String number) {
        var text = storing("x").replace("[1,", "[" + number + ",");
        assertThat(mistakes(bytes(text), Format.JSON))
                .extracting(Mistake::message)
                .containsExactly("contains a number whose exponent is beyond 400");
        assertThat(mistakes(bytes(text), Format.YAML)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT999999999999H", "-PT1S", "P36501D"})
    void a_sleep_that_could_never_be_slept_is_refused_but_kept_where_it_is_stored(String length) {
        var text =
                """
                {"name":"x","steps":{"a":{"for":"%s","type":"sleep"}},"timeline":["a"]}
                """
                        .formatted(length);
        assertThat(mistakes(bytes(text), Format.JSON))
                .extracting(Mistake::path, Mistake::message)
                .containsExactly(tuple("/steps/a/for", "must be from PT0S to P36500D"));
        assertThat(blueprints.fromDefinition(text.strip()).name()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\\u0000", "\\uD83D\\uDE00"})
    void what_only_looks_like_it_is_taken(String escape) {
        assertThat(workflow(bytes(storing(escape)), Format.JSON).name()).isEqualTo("x");
    }

    private static String storing(String escape) {
        return """
               {"name": "x", "timeline": ["a"],
                "steps": {"a": {"type": "set", "value": {"k": [1, {"v": "ESC"}]}}}}
               """
                .replace("ESC", escape);
    }

    @Test
    void a_bad_document_is_answered_with_a_hundred_mistakes_at_most() {
        var text =
                new StringBuilder("name: x\ntimeline: [a]\nsteps:\n  a: {type: set, value: 1}\n");
        for (int i = 0; i < 500; i++) {
            text.append("  s").append(i).append(": {type: set}\n");
        }
        assertThat(mistakes(bytes(text.toString()), Format.YAML)).hasSize(100);
    }

    private Workflow workflow(Path file) throws IOException {
        return workflow(Files.readAllBytes(file), format(file));
    }

    private Workflow workflow(String yaml) {
        return workflow(bytes(yaml), Format.YAML);
    }

    private Workflow workflow(byte[] content, Format format) {
        return switch (blueprints.read(content, format)) {
            case Read(var workflow, _) -> workflow;
            case Refused(_, var mistakes) -> throw new AssertionError(mistakes.toString());
        };
    }

    private List<Mistake> mistakes(byte[] content, Format format) {
        return switch (blueprints.read(content, format)) {
            case Read(var workflow, _) ->
                    throw new AssertionError(workflow.name() + " was accepted");
            case Refused(_, var mistakes) -> mistakes;
        };
    }

    static Format format(Path file) {
        return Format.ofFile(file).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String place(Mistake mistake) {
        return mistake.path() + " " + mistake.line() + ":" + mistake.column();
    }

    static List<Mistake> expectations(String text) {
        return EXPECTATION
                .matcher(text)
                .results()
                .map(
                        it ->
                                new Mistake(
                                        it.group(1),
                                        Integer.valueOf(it.group(2)),
                                        Integer.valueOf(it.group(3)),
                                        it.group(4)))
                .sorted(Comparator.comparing(Mistake::line).thenComparing(Mistake::column))
                .toList();
    }
}
