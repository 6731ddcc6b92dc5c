package io.agentrunner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of docs/lifecycle.md that has a state diagram and a table of arrows. */
record LifecycleDoc(List<String> lines) {

    private static final Path FILE = Path.of("docs/lifecycle.md");
    private static final Pattern DRAWN = Pattern.compile("\\s*(\\S+) --> (\\S+?)(?:: (.+))?");
    private static final Pattern COMMA = Pattern.compile(",\\s*");
    private static final String THE_SAME = "the same";

    /** From one state to another, or to the same, by an event of that dotted name. */
    record Line(String from, String event, String to) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return from + " --" + event + "--> " + to;
        }
    }

    private record Row(String from, String event, String to, String cause) {
        Stream<Line> lines() {
            return COMMA.splitAsStream(from)
                    .map(it -> new Line(it, event, to.equals(THE_SAME) ? it : to));
        }
    }

    /** What stands between that heading and the next. */
    static LifecycleDoc under(String heading) {
        try (var all = Files.lines(FILE)) {
            return new LifecycleDoc(
                    all.dropWhile(it -> !it.equals(heading))
                            .skip(1)
                            .takeWhile(it -> !it.startsWith("#"))
                            .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The arrows of its table. */
    Set<Line> listed() {
        return rows().flatMap(Row::lines).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What its table says more than once. */
    List<Line> listedTwice() {
        var seen = new TreeSet<Line>();
        return rows().flatMap(Row::lines).filter(it -> !seen.add(it)).toList();
    }

    /** What its table has no cause for. */
    List<String> unexplained() {
        return rows().filter(it -> it.cause().isBlank()).map(Row::toString).toList();
    }

    private Stream<Row> rows() {
        return lines.stream()
                .filter(it -> it.startsWith("|"))
                .skip(2)
                .map(it -> it.split("\\|", -1))
                .map(it -> new Row(cell(it[1]), cell(it[2]), cell(it[3]), cell(it[4])));
    }

    private static String cell(String text) {
        return text.replace("`", "").strip();
    }

    /** The arrows of its diagram that have an event. */
    Set<Line> drawn() {
        return drawings()
                .filter(it -> it.event() != null)
                .flatMap(Drawing::lines)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The states that its diagram lets nothing follow. */
    Set<String> ends() {
        return drawings()
                .filter(it -> it.event() == null)
                .map(Drawing::from)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Drawing(String from, String to, @Nullable String event) {
        Stream<Line> lines() {
            return event == null
                    ? Stream.empty()
                    : COMMA.splitAsStream(event).map(it -> new Line(from, it, to));
        }
    }

    private Stream<Drawing> drawings() {
        return lines.stream()
                .map(DRAWN::matcher)
                .filter(it -> it.matches())
                .map(it -> new Drawing(it.group(1), it.group(2), it.group(3)));
    }
}
