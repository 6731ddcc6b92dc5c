package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents made to do harm get a clear answer, and cost little. */
class CorpusTest {

    private static final Path EXPECTED = Path.of("src/test/resources/blueprints/corpus.txt");

    /**
     * A document and what is expected of it.
     *
     * @param answer {@code taken}, or where the first mistake is and how it begins
     */
    record Expected(String file, String answer) {}

    static Stream<Expected> expected() throws IOException {
        return Files.readAllLines(EXPECTED).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .map(words -> new Expected(words[0], words[1]));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void each_gets_the_answer_that_is_expected(Expected expected) {
        var file = Corpus.FOLDER.resolve(expected.file());
        var reading = Corpus.read(Corpus.bytes(file), BlueprintsTest.format(file));
        switch (reading) {
            case Read _ -> assertThat(expected.answer()).isEqualTo("taken");
            case Refused(_, var mistakes) -> {
                var first = mistakes.getFirst();
                var told = "%d:%d %s".formatted(first.line(), first.column(), first.message());
                assertThat(told).startsWith(expected.answer());
            }
        }
    }

    @Test
    void nothing_of_the_corpus_is_forgotten() throws IOException {
        var files = Corpus.documents().stream().map(file -> file.getFileName().toString()).toList();
        assertThat(expected().map(Expected::file)).containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void a_document_has_a_mebibyte_at_most() {
        var start = "name: x\ntimeline: [a]\nsteps: {a: {type: set, value: \"";
        var fits = start + "x".repeat((1 << 20) - start.length() - 3) + "\"}}";
        assertThat(read(fits)).isInstanceOf(Read.class);
        assertThat(first(fits + " ")).isEqualTo("has 1048577 bytes; 1048576 are possible");
    }

    @Test
    void aliases_of_a_long_text_are_not_copied_without_end() {
        var many = "*a, ".repeat(50_000);
        var text =
                "name: x\ntimeline: [a]\nsteps: {a: {type: set, value: [&a \"%s\", %s 1]}}"
                        .formatted("x".repeat(500_000), many);
        assertThat(first(text)).startsWith("becomes too large once its aliases are followed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "&a [", "!!set {a: "})
    void ten_thousand_levels_are_too_many(String level) {
        assertThat(first(level.repeat(10_000))).startsWith("is nested deeper than 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cel.bind(a, DOUBLE('x', 40), size(a))",
                "cel.bind(a, DOUBLE([1], 40), size(a))",
                "DOUBLE(b'x', 40)",
                "SHARE(1, 40)",
                "[1].map(x, inputs.long.replace('', inputs.long))",
                "inputs.list.map(x, inputs.long).join(inputs.long)",
                "regex.replace(inputs.long, 'x', inputs.long)",
                "regex.replace(inputs.long, '(x+)', DOUBLE('\\\\1', 8))",
                "inputs.list.map(x, inputs.list.map(y, inputs.list.map(z, inputs.long)))",
                "inputs.list.map(a, inputs.list.map(b, inputs.list.map(c, inputs.list.map(d, 1))))",
            })
    void an_expression_can_not_make_more_than_it_may(String expression) {
        var template =
                "\"${" + grown(expression).replace("\\", "\\\\").replace("\"", "\\\"") + "}\"";
        var long_ = "x".repeat(500_000);
        var list = Stream.generate(() -> "1").limit(100).toList();
        var inputs = "{\"long\": \"%s\", \"list\": %s}".formatted(long_, list);
        var run = new Scope.RunFacts("r", "w", "v", List.of(), "{}", null, null, null);
        var scope = new Scope(inputs, _ -> Optional.empty(), run, _ -> Optional.empty());
        assertThatThrownBy(
                        () -> Corpus.frugally(() -> new CelTemplates().evaluate(template, scope)))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageMatching("(?s).*(makes more than|Iteration budget exceeded).*");
    }

    /** {@code DOUBLE(x, n)} adds x to itself n times over, {@code SHARE} puts two into a list. */
    private static String grown(String expression) {
        var call =
                java.util.regex.Pattern.compile("(DOUBLE|SHARE)\\((.*?), (\\d+)\\)")
                        .matcher(expression);
        return call.find()
                ? call.replaceFirst(
                        java.util.regex.Matcher.quoteReplacement(
                                grown(
                                        call.group(1),
                                        call.group(2),
                                        Integer.parseInt(call.group(3)))))
                : expression;
    }

    private static String grown(String how, String start, int times) {
        var text = new StringBuilder("cel.bind(v0, " + start + ", ");
        for (int i = 1; i <= times; i++) {
            var twice = how.equals("DOUBLE") ? "v%d + v%d" : "[v%d, v%d]";
            text.append("cel.bind(v")
                    .append(i)
                    .append(", ")
                    .append(twice.formatted(i - 1, i - 1))
                    .append(", ");
        }
        return text.append("v").append(times).append(")".repeat(times + 1)).toString();
    }

    private static Blueprints.Reading read(String yaml) {
        return Corpus.read(yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    private static String first(String yaml) {
        return ((Refused) read(yaml)).mistakes().getFirst().message();
    }
}
