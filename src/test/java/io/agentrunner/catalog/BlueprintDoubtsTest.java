package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.http.Problem.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What blueprints may say and hardly mean; each document says what is expected, as bad ones do. */
class BlueprintDoubtsTest {

    private final Blueprints blueprints = new Blueprints(new CelTemplates());

    static Stream<Path> doubtful() throws IOException {
        return BlueprintsTest.files(Path.of("src/test/resources/blueprints/doubtful"));
    }

    static Stream<Path> good() throws IOException {
        return BlueprintsTest.good();
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void every_doubt_is_told_with_its_place(Path file) throws IOException {
        assertThat(warnings(file)).isEqualTo(BlueprintsTest.expectations(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void nothing_is_doubted_that_means_what_it_says(Path file) throws IOException {
        assertThat(warnings(file)).isEmpty();
    }

    private List<Mistake> warnings(Path file) throws IOException {
        return switch (blueprints.read(Files.readAllBytes(file), BlueprintsTest.format(file))) {
            case Read(_, var warnings) -> warnings;
            case Blueprints.Reading.Refused(_, var mistakes) ->
                    throw new AssertionError(mistakes.toString());
        };
    }
}
