package io.agentrunner.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of workflows written in Java, as JSON and back. Fields that a type doesn't have are passed
 * over: a result may be older than the code that reads it.
 */
public final class JavaValues {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModules(new JavaTimeModule(), new Jdk8Module())
                    .annotationIntrospector(
                            AnnotationIntrospector.pair(
                                    new JacksonAnnotationIntrospector(), new SealedKinds()))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .build();

    private JavaValues() {}

    /** A value as JSON. */
    public static JsonNode json(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * JSON as a value. For an {@code Optional} it is the list that {@code optional(step)} gives: of
     * one value, or of none.
     *
     * @throws TemplateFailed when it doesn't fit the type
     */
    public static @Nullable Object read(JsonNode json, Type type) {
        if (type instanceof ParameterizedType whole && whole.getRawType() == Optional.class) {
            return json.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(read(json.get(0), whole.getActualTypeArguments()[0]));
        }
        try {
            return MAPPER.treeToValue(json, MAPPER.constructType(type));
        } catch (JsonProcessingException unfit) {
            throw new TemplateFailed(
                    "%s is no %s: %s"
                            .formatted(
                                    shortened(json),
                                    type.getTypeName(),
                                    unfit.getOriginalMessage()));
        }
    }

    private static String shortened(JsonNode json) {
        var text = Json.write(json);
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
