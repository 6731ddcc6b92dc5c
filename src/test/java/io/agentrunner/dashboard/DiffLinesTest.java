package io.agentrunner.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DiffLinesTest {

    @Test
    void what_is_gone_stands_before_what_came_in_its_place_with_a_few_lines_around() {
        var before = numbered(20);
        var after = new ArrayList<>(before);
        after.set(10, "new");

        assertThat(told(DiffLines.of(before, after)))
                .containsExactly(
                        "gap:7 lines alike",
                        ":line 7",
                        ":line 8",
                        ":line 9",
                        "del:line 10",
                        "add:new",
                        ":line 11",
                        ":line 12",
                        ":line 13",
                        "gap:6 lines alike");
    }

    @Test
    void a_line_that_would_be_left_out_alone_is_shown() {
        var before = numbered(9);
        var after = new ArrayList<>(before);
        after.set(0, "first");
        after.set(8, "last");

        assertThat(told(DiffLines.of(before, after))).noneMatch(line -> line.startsWith("gap"));
    }

    @Test
    void of_texts_that_are_alike_no_line_is_shown() {
        assertThat(told(DiffLines.of(numbered(9), numbered(9)))).isEmpty();
    }

    @Property
    void both_texts_can_be_read_from_it(
            @ForAll("texts") List<String> before, @ForAll("texts") List<String> after) {
        Assume.that(!before.equals(after));
        var lines = DiffLines.of(before, after).lines();

        assertThat(length(lines, "del")).isEqualTo(before.size());
        assertThat(length(lines, "add")).isEqualTo(after.size());
        assertThat(lines.stream().filter(it -> it.css().equals("del")).map(DiffLines.Line::text))
                .isSubsetOf(before);
    }

    /** How long the text is that has those lines besides the common ones. */
    private static int length(List<DiffLines.Line> lines, String own) {
        return lines.stream()
                .mapToInt(
                        line ->
                                line.css().equals("gap")
                                        ? Integer.parseInt(
                                                line.text().substring(0, line.text().indexOf(' ')))
                                        : line.css().isEmpty() || line.css().equals(own) ? 1 : 0)
                .sum();
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.of("a", "b", "c", "d").list().ofMaxSize(40);
    }

    private static List<String> numbered(int lines) {
        return IntStream.range(0, lines).mapToObj(i -> "line " + i).toList();
    }

    private static List<String> told(DiffLines diff) {
        return diff.lines().stream().map(line -> line.css() + ":" + line.text()).toList();
    }
}
