package io.agentrunner.dashboard;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.WrittenSources.Written;
import io.agentrunner.dashboard.Code.Piece;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text with numbered lines.
 *
 * @param note what it is
 * @param rest what was left out of a long one, in words, or empty
 */
public record Listing(String note, List<Line> lines, String rest) {

    /** As many lines are shown. */
    static final int MOST = 3_000;

    private static final int LONGEST_LINE = 2_000;

    /** A field's name at the beginning of a line of YAML, behind what only gives it its place. */
    private static final Pattern FIELD =
            Pattern.compile("^(\\s*(?:- )*)([A-Za-z_][\\w-]*|\"[^\"]*\")(:(?=\\s|$).*)$");

    public record Line(List<Piece> pieces) {}

    /** As it was written, or its definition where nobody wrote it. */
    static Listing of(Optional<Written> written, Workflow workflow) {
        return written.map(Listing::of).orElseGet(() -> definition(workflow));
    }

    private static Listing of(Written written) {
        var texts = written.text().lines().toList();
        var lines =
                texts.stream()
                        .limit(MOST)
                        .map(text -> Words.cut(text, LONGEST_LINE))
                        .map(
                                text ->
                                        new Line(
                                                written.format() == Format.YAML
                                                        ? yaml(text)
                                                        : plain(text)))
                        .toList();
        return new Listing(
                written.format() + " as it was written", lines, rest(texts.size(), lines.size()));
    }

    private static Listing definition(Workflow workflow) {
        var all = split(Code.whole(workflow.definition()));
        var shown = all.stream().limit(MOST).toList();
        return new Listing("its definition as JSON", shown, rest(all.size(), shown.size()));
    }

    /** The lines of a definition alone, for comparing. */
    static List<String> lines(Workflow workflow) {
        return split(Code.whole(workflow.definition())).stream().map(Listing::text).toList();
    }

    private static String text(Line line) {
        var text = new StringBuilder();
        line.pieces().forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    private static String rest(int all, int shown) {
        return all == shown
                ? ""
                : "the first %s lines of %s".formatted(Words.count(shown), Words.count(all));
    }

    private static List<Piece> plain(String text) {
        return List.of(new Piece("", text));
    }

    private static List<Piece> yaml(String text) {
        if (text.stripLeading().startsWith("#")) {
            return List.of(new Piece("c", text));
        }
        var field = FIELD.matcher(text);
        return field.matches()
                ? List.of(
                        new Piece("", field.group(1)),
                        new Piece("k", field.group(2)),
                        new Piece("", field.group(3)))
                : plain(text);
    }

    private static List<Line> split(List<Piece> pieces) {
        var lines = new ArrayList<List<Piece>>();
        lines.add(new ArrayList<>());
        for (var piece : pieces) {
            var parts = piece.text().split("\n", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    lines.add(new ArrayList<>());
                }
                if (!parts[i].isEmpty()) {
                    lines.getLast().add(new Piece(piece.css(), parts[i]));
                }
            }
        }
        return lines.stream().map(Line::new).toList();
    }
}
