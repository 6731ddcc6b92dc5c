package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Pointer;
import io.agentrunner.workflow.Suggestion;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields of one object of a document. Whoever asks for a field gets it if it is there and of
 * the right type; everything else becomes a mistake of the document.
 */
final class Fields {

    private final Source source;
    private final List<Mistake> mistakes;
    private final String pointer;
    private final JsonNode object;

    Fields(Source source, List<Mistake> mistakes, String pointer, JsonNode object) {
        this.source = source;
        this.mistakes = mistakes;
        this.pointer = pointer;
        this.object = object;
    }

    /** Those of an object that isn't there and about which all has been said. */
    static Fields none(Source source) {
        return new Fields(source, new ArrayList<>(), "", JsonNodeFactory.instance.objectNode());
    }

    JsonNode node() {
        return object;
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** Refuses every field that is none of those, by name. */
    void allow(List<String> names) {
        for (var field : object.properties()) {
            var name = field.getKey();
            if (!names.contains(name)) {
                refuseName(name, unknown("`" + name + "`", name, names));
            }
        }
    }

    static String unknown(String what, String word, List<String> possible) {
        return Suggestion.nearest(word, possible)
                .map(it -> what + " is unknown; did you mean `" + it + "`?")
                .orElse(what + " is unknown; possible: " + String.join(", ", possible));
    }

    Optional<JsonNode> any(String name) {
        return Optional.ofNullable(object.get(name));
    }

    Optional<String> text(String name) {
        return typed(name, JsonNode::isTextual, "a text").map(JsonNode::textValue);
    }

    /** A text in which nothing is left to be evaluated. */
    Optional<String> literal(String name) {
        return text(name).filter(text -> !TemplateText.hasTemplate(text));
    }

    Optional<String> oneOf(String name, List<String> words) {
        var text = text(name);
        text.filter(it -> !words.contains(it))
                .ifPresent(it -> refuse(name, unknown("`" + it + "`", it, words)));
        return text.filter(words::contains);
    }

    Optional<Boolean> flag(String name) {
        return typed(name, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue);
    }

    /** A text, or a number somebody forgot to put in quotes. */
    Optional<String> label(String name) {
        return typed(name, n -> n.isTextual() || n.isNumber(), "a text").map(JsonNode::asText);
    }

    Optional<Integer> integer(String name) {
        return typed(name, n -> n.isIntegralNumber() && n.canConvertToInt(), "an integer")
                .map(JsonNode::intValue);
    }

    Optional<Double> number(String name) {
        return typed(name, JsonNode::isNumber, "a number").map(JsonNode::doubleValue);
    }

    Optional<Duration> duration(String name) {
        return text(name).flatMap(text -> duration(name, text));
    }

    private Optional<Duration> duration(String name, String text) {
        var parsed = parsed(text);
        if (parsed.isEmpty()) {
            refuse(name, "`" + text + "` is no duration; write it like PT30S, PT5M, PT1H or P1D");
        }
        return parsed;
    }

    static Optional<Duration> parsed(String duration) {
        try {
            return Optional.of(Duration.parse(duration));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        var list = typed(name, JsonNode::isArray, "a list of texts");
        for (int i = 0; list.isPresent() && i < list.get().size(); i++) {
            var element = list.get().get(i);
            if (element.isTextual()) {
                texts.add(element.textValue());
            } else {
                at(Pointer.to(Pointer.to(pointer, name), i), mustBe("a text", element));
            }
        }
        return texts;
    }

    Optional<Fields> object(String name) {
        return typed(name, JsonNode::isObject, "an object").map(node -> child(name, node));
    }

    /** The elements of a list; in the place of one that is no object stands an empty one. */
    List<Fields> objects(String name, String type) {
        var objects = new ArrayList<Fields>();
        var list = typed(name, JsonNode::isArray, type);
        for (int i = 0; list.isPresent() && i < list.get().size(); i++) {
            var element = list.get().get(i);
            var where = Pointer.to(Pointer.to(pointer, name), i);
            if (element.isObject()) {
                objects.add(new Fields(source, mistakes, where, element));
            } else {
                at(where, mustBe("an object", element));
                objects.add(none(source));
            }
        }
        return objects;
    }

    Optional<JsonNode> typed(String name, Predicate<JsonNode> right, String type) {
        var found = any(name);
        if (found.isPresent() && !right.test(found.get())) {
            refuse(name, mustBe(type, found.get()));
            return Optional.empty();
        }
        return found;
    }

    boolean require(String name, String why) {
        if (!has(name)) {
            at(pointer, "`" + name + "` is missing: " + why);
        }
        return has(name);
    }

    private Fields child(String name, JsonNode node) {
        return new Fields(source, mistakes, Pointer.to(pointer, name), node);
    }

    private static String mustBe(String type, JsonNode node) {
        return "must be " + type + ", not " + named(node);
    }

    private static String named(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the text `" + TemplateText.shortened(node.textValue()) + "`";
            case NULL -> "nothing";
            default -> "`" + node + "`";
        };
    }

    /** The value of a field is wrong. */
    void refuse(String name, String message) {
        at(Pointer.to(pointer, name), message);
    }

    /** The object as a whole is wrong. */
    void refuseSelf(String message) {
        at(pointer, message);
    }

    /** A field should not be there. */
    void refuseName(String name, String message) {
        mistakes.add(source.atKey(Pointer.to(pointer, name), message));
    }

    private void at(String where, String message) {
        mistakes.add(source.at(where, message));
    }
}
