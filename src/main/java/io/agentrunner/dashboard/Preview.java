package io.agentrunner.dashboard;

import io.agentrunner.run.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small file shown where it is listed, as text, a table or a picture; exactly one of them.
 *
 * @param image its address, or empty
 * @param more what was left out, in words, or empty
 */
public record Preview(@Nullable Code code, @Nullable Table table, String image, String more) {

    /** The most that is read of a file to show it. */
    static final int MOST_BYTES = 65_536;

    private static final int MOST_ROWS = 20;
    private static final Set<String> IMAGES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    public record Table(List<String> head, List<List<String>> rows) {}

    static boolean isPossible(Artifact artifact) {
        return isImage(artifact) || isText(artifact);
    }

    /** The bytes are not needed: the browser gets them. */
    static boolean isImage(Artifact artifact) {
        return IMAGES.contains(type(artifact));
    }

    private static boolean isText(Artifact artifact) {
        var type = type(artifact);
        return type.startsWith("text/")
                || type.endsWith("json")
                || type.endsWith("yaml")
                || type.endsWith("xml");
    }

    private static String type(Artifact artifact) {
        var type = artifact.contentType().toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        return parameters < 0 ? type : type.substring(0, parameters).strip();
    }

    static Preview image(String url) {
        return new Preview(null, null, url, "");
    }

    /** Of a file's beginning. */
    static Preview of(Artifact artifact, String text) {
        boolean whole = artifact.size() <= MOST_BYTES;
        var more =
                whole
                        ? ""
                        : "The first "
                                + Words.size(MOST_BYTES)
                                + " of "
                                + Words.size(artifact.size());
        if (type(artifact).equals("text/csv")) {
            return new Preview(null, table(text), "", more);
        }
        var code = whole && type(artifact).endsWith("json") ? Code.of(text) : Code.plain(text);
        return new Preview(code, null, "", more);
    }

    private static Table table(String csv) {
        var rows = csv.lines().limit(MOST_ROWS + 1).map(Preview::cells).toList();
        return rows.isEmpty()
                ? new Table(List.of(), List.of())
                : new Table(rows.getFirst(), rows.subList(1, rows.size()));
    }

    /** Cells of one line; a quoted cell may contain commas. */
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(line.charAt(i++));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
