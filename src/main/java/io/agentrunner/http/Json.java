package io.agentrunner.http;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** JSON as it comes in, taken at its word, and as it goes out. */
public final class Json {

    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final JsonMapper OUT =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .build();

    private static final JsonMapper SPARSE =
            OUT.rebuild().defaultPropertyInclusion(value(Include.NON_NULL)).build();

    private Json() {}

    /** Reads one JSON value, numbers digit by digit. */
    static JsonNode read(byte[] text) throws IOException {
        return STRICT.readTree(text);
    }

    /** Writes a value with its nulls. */
    public static String write(Object value) {
        return write(OUT, value);
    }

    /** The same as UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return OUT.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String writeSparsely(Object value) {
        return write(SPARSE, value);
    }

    private static String write(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static com.fasterxml.jackson.annotation.JsonInclude.Value value(Include include) {
        return com.fasterxml.jackson.annotation.JsonInclude.Value.construct(include, include);
    }
}
