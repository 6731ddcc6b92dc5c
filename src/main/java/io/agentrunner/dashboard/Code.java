package io.agentrunner.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON payload laid out and coloured, as pieces of text: what stands in a payload is never
 * markup.
 *
 * @param rest what was left out of a long one, in words, or empty
 * @param whole where the rest is, if it is no more than a reference
 */
public record Code(List<Piece> pieces, String rest, @Nullable Link whole) {

    private Code(List<Piece> pieces, String rest) {
        this(pieces, rest, null);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 56;
    private static final int MOST = 40_000;

    /**
     * A run of characters of one kind.
     *
     * @param css {@code k} key, {@code s} string, {@code n} number, or empty
     */
    public record Piece(String css, String text) {}

    /** Laid out; text that is not JSON stays as it is. */
    static Code of(String json) {
        var tree = parse(json);
        if (tree == null || json.length() > MOST) {
            return plain(json);
        }
        var writer = new Writer();
        writer.value(tree, 0);
        var whole = Reference.of(tree).map(Reference::link).orElse(null);
        return new Code(List.copyOf(writer.pieces), "", whole);
    }

    /** All of it, laid out. */
    static List<Piece> whole(String json) {
        var tree = parse(json);
        if (tree == null) {
            return List.of(new Piece("", json));
        }
        var writer = new Writer();
        writer.value(tree, 0);
        return List.copyOf(writer.pieces);
    }

    /** As it stands. */
    static Code plain(String text) {
        return text.length() <= MOST
                ? new Code(List.of(new Piece("", text)), "")
                : new Code(
                        List.of(new Piece("", text.substring(0, MOST))),
                        "the first " + Words.size(MOST) + " of " + Words.size(text.length()));
    }

    static @Nullable JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    /** Writes what is short on one line and the rest with one member a line. */
    private static final class Writer {
        private final List<Piece> pieces = new ArrayList<>();

        void value(JsonNode node, int depth) {
            if (!node.isContainerNode()) {
                add(node.isTextual() ? "s" : "n", node.toString());
            } else if (node.isEmpty()) {
                add("", node.isObject() ? "{}" : "[]");
            } else {
                container(node, depth, node.toString().length() + 2 * depth <= WIDTH);
            }
        }

        private void container(JsonNode node, int depth, boolean oneLine) {
            add("", node.isObject() ? "{" : "[");
            var members = node.properties().iterator();
            var items = node.elements();
            var separator = "";
            while (items.hasNext()) {
                var item = items.next();
                add("", separator + (oneLine ? (separator.isEmpty() ? "" : " ") : line(depth + 1)));
                if (members.hasNext()) {
                    add("k", '"' + members.next().getKey() + '"');
                    add("", ": ");
                }
                value(item, depth + 1);
                separator = ",";
            }
            add("", (oneLine ? "" : line(depth)) + (node.isObject() ? "}" : "]"));
        }

        private static String line(int depth) {
            return "\n" + "  ".repeat(depth);
        }

        private void add(String css, String text) {
            if (!text.isEmpty()) {
                pieces.add(new Piece(css, text));
            }
        }
    }
}
