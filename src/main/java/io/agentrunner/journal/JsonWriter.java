package io.agentrunner.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes JSON to a text, one field after the other; fields that are null are left out. */
final class JsonWriter {

    private final StringWriter text = new StringWriter(256);
    private final JsonGenerator out;

    JsonWriter() {
        try {
            out = JsonFields.JSON.createGenerator(text);
        } catch (IOException impossible) {
            throw inMemory(impossible);
        }
    }

    JsonWriter array() {
        return write(JsonGenerator::writeStartArray);
    }

    JsonWriter endArray() {
        return write(JsonGenerator::writeEndArray);
    }

    JsonWriter object() {
        return write(JsonGenerator::writeStartObject);
    }

    JsonWriter object(String name) {
        return write(json -> json.writeObjectFieldStart(name));
    }

    JsonWriter end() {
        return write(JsonGenerator::writeEndObject);
    }

    /** Times, durations, ids and names have their usual form. */
    JsonWriter text(String name, @Nullable Object value) {
        return value == null ? this : write(json -> json.writeStringField(name, value.toString()));
    }

    JsonWriter texts(String name, List<String> values) {
        return write(
                json -> {
                    json.writeArrayFieldStart(name);
                    for (var value : values) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                });
    }

    JsonWriter number(String name, long value) {
        return write(json -> json.writeNumberField(name, value));
    }

    /** A value that is JSON already. */
    JsonWriter raw(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        return write(
                json -> {
                    json.writeFieldName(name);
                    json.writeRawValue(value);
                });
    }

    JsonWriter flag(String name, boolean value) {
        return write(json -> json.writeBooleanField(name, value));
    }

    /** Values that are JSON already. */
    JsonWriter raws(String name, List<String> values) {
        return write(
                json -> {
                    json.writeArrayFieldStart(name);
                    for (var value : values) {
                        json.writeRawValue(value);
                    }
                    json.writeEndArray();
                });
    }

    /** An array of objects, written one after the other by {@code each}. */
    <T> JsonWriter objects(String name, List<T> values, Consumer<T> each) {
        write(json -> json.writeArrayFieldStart(name));
        for (var value : values) {
            object();
            each.accept(value);
            end();
        }
        return endArray();
    }

    /** Ends the writing. */
    String finish() {
        write(JsonGenerator::close);
        return text.toString();
    }

    private JsonWriter write(Writing writing) {
        try {
            writing.to(out);
            return this;
        } catch (IOException impossible) {
            throw inMemory(impossible);
        }
    }

    private static UncheckedIOException inMemory(IOException impossible) {
        return new UncheckedIOException("writing to memory failed", impossible);
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}
