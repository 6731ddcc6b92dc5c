package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every row of docs/failures.md names a test that there is. */
class FailuresDocTest {

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void every_row_names_a_test_that_exists() throws IOException {
        var tests = tests();
        var rows = rows();
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(rows.stream().filter(row -> named(row).isEmpty()))
                .as("rows that name no test")
                .isEmpty();
        assertThat(rows.stream().flatMap(row -> named(row).stream()))
                .filteredOn(name -> !tests.contains(name))
                .as("tests that are named and don't exist")
                .isEmpty();
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/failures.md")).stream()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }

    /** What stands in the last column. */
    private static Set<String> named(String row) {
        int end = row.lastIndexOf('|');
        return NAME.matcher(row.substring(row.lastIndexOf('|', end - 1), end))
                .results()
                .map((MatchResult it) -> it.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> tests() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return files.map(it -> it.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
