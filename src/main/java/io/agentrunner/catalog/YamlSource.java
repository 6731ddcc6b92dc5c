package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Pointer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 into a {@link Source}: what JSON could say too, in one document. Aliases are
 * copied, up to a limit; a key that stands twice in a map and tags of one's own are refused.
 */
final class YamlSource {

    private static final int MAX_NODES = 100_000;
    private static final long MAX_EXPANDED = 4L * Source.MAX_CHARACTERS;
    private static final int SMALLEST_BUFFER = 1_024;
    private static final int MAX_DIGITS = 1_000;

    /** Of a number with as many decimal digits. */
    private static final int MOST_BITS = 3_321;

    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

    private final Source.Places places = new Source.Places();
    private final List<Mistake> mistakes = new ArrayList<>();
    private int nodes;
    private long characters;

    private YamlSource() {}

    static Source read(String text) throws Unreadable {
        try {
            refuseDeepNesting(text);
            var root = new Compose(settings(text)).composeString(text);
            if (root.isEmpty()) {
                throw Unreadable.at(1, 1, "is empty");
            }
            var reader = new YamlSource();
            var tree = reader.value(root.get(), "", 0);
            if (!reader.mistakes.isEmpty()) {
                throw new Unreadable(reader.mistakes);
            }
            return new Source(tree, reader.places);
        } catch (MarkedYamlEngineException e) {
            throw at(e.getProblemMark(), "is not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            throw at(text, e);
        } catch (YamlEngineException e) {
            throw Unreadable.at(1, 1, "is not YAML: " + e.getMessage());
        }
    }

    /** With a buffer for all of it: one that grows copies a long text again and again. */
    private static LoadSettings settings(String text) {
        return LoadSettings.builder()
                .setBufferSize(Math.max(SMALLEST_BUFFER, text.length()))
                .setSchema(new CoreSchema())
                .setCodePointLimit(Source.MAX_CHARACTERS)
                .setUseMarks(true)
                .build();
    }

    /** Before anything recursive sees the text: a deep nest would take the stack with it. */
    private static void refuseDeepNesting(String text) throws Unreadable {
        int depth = 0;
        for (Event event : new Parse(settings(text)).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > Source.MAX_DEPTH) {
                throw at(event.getStartMark(), "is nested deeper than " + Source.MAX_DEPTH);
            }
        }
    }

    private static Unreadable at(Optional<Mark> mark, String message) {
        return Unreadable.at(
                mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1),
                message);
    }

    private static Unreadable at(String text, ReaderException e) {
        int end = Math.clamp(e.getPosition(), 0, text.length());
        var before = text.substring(0, end);
        return Unreadable.at(
                (int) before.chars().filter(c -> c == '\n').count() + 1,
                end - before.lastIndexOf('\n'),
                "contains the character U+%04X, which YAML refuses".formatted(e.getCodePoint()));
    }

    private JsonNode value(Node node, String pointer, int depth) throws Unreadable {
        characters += node instanceof ScalarNode scalar ? scalar.getValue().length() : 0;
        if (++nodes > MAX_NODES || depth > Source.MAX_DEPTH || characters > MAX_EXPANDED) {
            throw at(node.getStartMark(), "becomes too large once its aliases are followed");
        }
        node.getStartMark()
                .ifPresent(m -> places.value(pointer, m.getLine() + 1, m.getColumn() + 1));
        return switch (node) {
            case MappingNode map when map.getTag().equals(Tag.MAP) -> object(map, pointer, depth);
            case SequenceNode list when list.getTag().equals(Tag.SEQ) ->
                    array(list, pointer, depth);
            case ScalarNode scalar -> scalar(scalar, pointer);
            default -> {
                mistake(node, pointer, "has the tag " + node.getTag() + "; remove it");
                yield JSON.nullNode();
            }
        };
    }

    private JsonNode object(MappingNode map, String pointer, int depth) throws Unreadable {
        var object = JSON.objectNode();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.NULL)) {
                mistake(entry.getKeyNode(), pointer, "has a key that is no text");
                continue;
            }
            var child = Pointer.to(pointer, key.getValue());
            if (object.has(key.getValue())) {
                mistake(key, child, "`" + key.getValue() + "` stands here a second time");
            }
            key.getStartMark()
                    .ifPresent(m -> places.key(child, m.getLine() + 1, m.getColumn() + 1));
            object.set(key.getValue(), value(entry.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private JsonNode array(SequenceNode list, String pointer, int depth) throws Unreadable {
        var array = JSON.arrayNode();
        for (Node element : list.getValue()) {
            array.add(value(element, Pointer.to(pointer, array.size()), depth + 1));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar, String pointer) {
        var text = scalar.getValue();
        var tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        try {
            if (text.length() > MAX_DIGITS) {
                throw new NumberFormatException();
            }
            if (tag.equals(Tag.INT)) {
                return JSON.numberNode(integer(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return JSON.numberNode(new BigDecimal(text));
            }
            mistake(scalar, pointer, "has the tag " + tag + "; remove it");
        } catch (NumberFormatException e) {
            mistake(
                    scalar,
                    pointer,
                    "`" + TemplateText.shortened(text) + "` is a number that JSON can't express");
        }
        return JSON.nullNode();
    }

    private static BigInteger integer(String text) {
        var number = number(text);
        if (number.bitLength() > MOST_BITS) {
            throw new NumberFormatException();
        }
        return number;
    }

    private static BigInteger number(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private void mistake(Node node, String pointer, String message) {
        var mark = node.getStartMark();
        mistakes.add(
                new Mistake(
                        pointer,
                        mark.map(m -> m.getLine() + 1).orElse(null),
                        mark.map(m -> m.getColumn() + 1).orElse(null),
                        message));
    }
}
