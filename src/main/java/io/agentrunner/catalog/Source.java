package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.http.Problem.Mistake;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document as a tree that still knows where each part of it was written. */
final class Source {

    /** The most that is read of one document, in characters. */
    static final int MAX_CHARACTERS = 1 << 20;

    /** How deep lists and maps may be nested. */
    static final int MAX_DEPTH = 100;

    private final JsonNode root;
    private final Places places;

    Source(JsonNode root, Places places) {
        this.root = root;
        this.places = places;
    }

    /** A place in the text, counted from 1. */
    record Place(int line, int column) {}

    /** Where the values of a document stand, and the keys of its maps, by JSON pointer. */
    static final class Places {
        private final Map<String, Place> values = new HashMap<>();
        private final Map<String, Place> keys = new HashMap<>();

        void value(String pointer, int line, int column) {
            values.put(pointer, new Place(line, column));
        }

        void key(String pointer, int line, int column) {
            keys.put(pointer, new Place(line, column));
        }
    }

    JsonNode root() {
        return root;
    }

    /** A mistake in the value there; where there is none, in what should hold it. */
    Mistake at(String pointer, String message) {
        var known = pointer;
        while (!places.values.containsKey(known) && !known.isEmpty()) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return mistake(pointer, places.values.get(known), message);
    }

    /** A mistake in the name under which the value there stands. */
    Mistake atKey(String pointer, String message) {
        return mistake(pointer, places.keys.get(pointer), message);
    }

    private static Mistake mistake(String pointer, @Nullable Place place, String message) {
        return place == null
                ? Mistake.at(pointer, message)
                : new Mistake(pointer, place.line(), place.column(), message);
    }
}
