package io.agentrunner.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON into a {@link Source}. A name that stands twice in an object is refused. */
final class JsonSource {

    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Source.MAX_DEPTH)
                                    .build())
                    .build();

    private final Source.Places places = new Source.Places();
    private final List<Mistake> mistakes = new ArrayList<>();

    private JsonSource() {}

    static Source read(String text) throws Unreadable {
        var reader = new JsonSource();
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw Unreadable.at(1, 1, "is empty");
            }
            var root = reader.value(parser, "");
            if (parser.nextToken() != null) {
                var end = parser.currentTokenLocation();
                throw Unreadable.at(end.getLineNr(), end.getColumnNr(), "goes on after its end");
            }
            if (!reader.mistakes.isEmpty()) {
                throw new Unreadable(reader.mistakes);
            }
            return new Source(root, reader.places);
        } catch (JsonProcessingException e) {
            var at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw Unreadable.at(
                    Math.max(1, at.getLineNr()),
                    Math.max(1, at.getColumnNr()),
                    "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode value(JsonParser parser, String pointer) throws IOException {
        var start = parser.currentTokenLocation();
        places.value(pointer, start.getLineNr(), start.getColumnNr());
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_STRING -> JSON.textNode(parser.getText());
            case VALUE_NUMBER_INT -> JSON.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> JSON.numberNode(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> JSON.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> JSON.nullNode();
            default -> throw new IllegalStateException("unexpected " + parser.currentToken());
        };
    }

    private JsonNode object(JsonParser parser, String pointer) throws IOException {
        var object = JSON.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var child = Pointer.to(pointer, name);
            var at = parser.currentTokenLocation();
            places.key(child, at.getLineNr(), at.getColumnNr());
            if (object.has(name)) {
                mistakes.add(
                        new Mistake(
                                child,
                                at.getLineNr(),
                                at.getColumnNr(),
                                "`" + name + "` stands here a second time"));
            }
            parser.nextToken();
            object.set(name, value(parser, child));
        }
        return object;
    }

    private JsonNode array(JsonParser parser, String pointer) throws IOException {
        var array = JSON.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, Pointer.to(pointer, array.size())));
        }
        return array;
    }
}
