package io.agentrunner.journal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON to a text, one field after the other; fields that are null are left out. Every event
 * goes through here on its way to be stored, so it adds to one text and makes nothing else.
 */
final class JsonWriter {

    private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();

    private final StringBuilder text = new StringBuilder(512);

    JsonWriter array() {
        separate();
        text.append('[');
        return this;
    }

    JsonWriter endArray() {
        text.append(']');
        return this;
    }

    JsonWriter object() {
        separate();
        text.append('{');
        return this;
    }

    JsonWriter object(String name) {
        name(name).append('{');
        return this;
    }

    JsonWriter end() {
        text.append('}');
        return this;
    }

    /** Times, durations, ids and names have their usual form. */
    JsonWriter text(String name, @Nullable Object value) {
        if (value != null) {
            name(name);
            quoted(value.toString());
        }
        return this;
    }

    JsonWriter texts(String name, List<String> values) {
        name(name).append('[');
        for (var value : values) {
            separate();
            quoted(value);
        }
        return endArray();
    }

    JsonWriter number(String name, long value) {
        name(name).append(value);
        return this;
    }

    /** A value that is JSON already. */
    JsonWriter raw(String name, @Nullable String value) {
        if (value != null) {
            name(name).append(value);
        }
        return this;
    }

    JsonWriter flag(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** Values that are JSON already. */
    JsonWriter raws(String name, List<String> values) {
        name(name).append('[');
        for (var value : values) {
            separate();
            text.append(value);
        }
        return endArray();
    }

    /** An array of objects, written one after the other by {@code each}. */
    <T> JsonWriter objects(String name, List<T> values, Consumer<T> each) {
        name(name).append('[');
        for (var value : values) {
            object();
            each.accept(value);
            end();
        }
        return endArray();
    }

    /** Ends the writing. */
    String finish() {
        return text.toString();
    }

    /** Names are the program's own and need no escapes. */
    private StringBuilder name(String name) {
        separate();
        return text.append('"').append(name).append("\":");
    }

    private void quoted(String value) {
        text.append('"');
        STRINGS.quoteAsString(value, text);
        text.append('"');
    }

    /** What stands directly after something that was begun needs no comma before it. */
    private void separate() {
        if (!text.isEmpty()) {
            switch (text.charAt(text.length() - 1)) {
                case '[', '{' -> {}
                default -> text.append(',');
            }
        }
    }
}
