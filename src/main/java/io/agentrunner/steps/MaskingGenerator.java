package io.agentrunner.steps;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.agentrunner.catalog.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON with the secrets in its strings and names masked, each name once in its object. */
final class MaskingGenerator extends JsonGeneratorDelegate {

    private final Secrets secrets;
    private final Deque<Map<String, Integer>> masked = new ArrayDeque<>();

    MaskingGenerator(JsonGenerator to, Secrets secrets) {
        super(to, false);
        this.secrets = secrets;
    }

    @Override
    public void writeStartObject() throws IOException {
        super.writeStartObject();
        masked.push(new HashMap<>(0));
    }

    @Override
    public void writeStartObject(Object of) throws IOException {
        super.writeStartObject(of);
        masked.push(new HashMap<>(0));
    }

    @Override
    public void writeStartObject(Object of, int size) throws IOException {
        super.writeStartObject(of, size);
        masked.push(new HashMap<>(0));
    }

    @Override
    public void writeEndObject() throws IOException {
        super.writeEndObject();
        masked.pop();
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        super.writeFieldName(masked(name));
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        super.writeFieldName(masked(name.getValue()));
    }

    /** Two secrets look the same when they are masked, and what reads it wants names to differ. */
    private String masked(String name) {
        var now = secrets.mask(name);
        if (now.equals(name)) {
            return name;
        }
        int number = masked.element().merge(now, 1, Integer::sum);
        return number == 1 ? now : now + " (" + number + ")";
    }

    @Override
    public void writeString(@Nullable String text) throws IOException {
        super.writeString(text == null ? null : secrets.mask(text));
    }

    @Override
    public void writeString(char[] text, int from, int length) throws IOException {
        writeString(new String(text, from, length));
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        writeString(text.getValue());
    }

    @Override
    public void writeString(Reader text, int length) throws IOException {
        var all = new StringWriter();
        text.transferTo(all);
        writeString(length < 0 ? all.toString() : all.toString().substring(0, length));
    }

    @Override
    public void writeRawUTF8String(byte[] text, int from, int length) throws IOException {
        writeString(new String(text, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void writeUTF8String(byte[] text, int from, int length) throws IOException {
        writeString(new String(text, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void writeRawValue(String json) throws IOException {
        super.writeRawValue(secrets.maskJson(json));
    }

    @Override
    public void writeRawValue(SerializableString json) throws IOException {
        writeRawValue(json.getValue());
    }

    @Override
    public void writeRawValue(String json, int from, int length) throws IOException {
        writeRawValue(json.substring(from, from + length));
    }

    @Override
    public void writeRawValue(char[] json, int from, int length) throws IOException {
        writeRawValue(new String(json, from, length));
    }
}
