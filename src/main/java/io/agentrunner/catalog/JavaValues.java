package io.agentrunner.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.agentrunner.workflow.dsl.Perhaps;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of workflows written in Java, as JSON and back. Fields that a type doesn't have are passed
 * over: a result may be older than the code that reads it.
 */
public final class JavaValues {

    private static final Pattern REFERENCE =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                                    .build())
                    .addModules(new JavaTimeModule(), new Jdk8Module())
                    .annotationIntrospector(
                            AnnotationIntrospector.pair(
                                    new JacksonAnnotationIntrospector(), new SealedKinds()))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .build();

    private JavaValues() {}

    /**
     * A value as JSON.
     *
     * @param type what it is declared as, which has what its class has lost; null where that is not
     *     known
     */
    public static JsonNode json(@Nullable Object value, @Nullable Type type) {
        if (value == null || type == null || type instanceof Class<?>) {
            return MAPPER.valueToTree(value);
        }
        try {
            var writer = MAPPER.writerFor(MAPPER.constructType(type));
            return Json.parse(writer.writeValueAsString(value));
        } catch (JsonProcessingException unfit) {
            throw new IllegalArgumentException(unfit.getOriginalMessage(), unfit);
        }
    }

    /**
     * JSON as a value.
     *
     * @throws TemplateFailed when it doesn't fit the type
     */
    public static @Nullable Object read(JsonNode json, Type type) {
        if (type instanceof Perhaps(var element)) {
            return json.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(read(json.get(0), element));
        }
        if (isReference(json)) {
            throw new TemplateFailed(
                    "it is larger than what is handed on, and kept as artifact %s; let the step that made it give what is needed of it"
                            .formatted(json.get("artifact").asText()));
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

    /** What a class says that the first parameter of a type it has is; null when it doesn't. */
    static @Nullable Type parameter(Class<?> type, Class<?> generic) {
        var parameters = MAPPER.constructType(type).findTypeParameters(generic);
        return parameters.length == 0 ? null : plain(parameters[0]);
    }

    /** A class where it is one: types are compared by what they are. */
    private static @Nullable Type plain(JavaType type) {
        if (type.containedTypeCount() > 0) {
            return type;
        }
        return type.getRawClass() == Object.class ? null : type.getRawClass();
    }

    /** What stands for a result that is an artifact. */
    private static boolean isReference(JsonNode json) {
        return json.size() == 2
                && json.path("size").isIntegralNumber()
                && REFERENCE.matcher(json.path("artifact").asText()).matches();
    }

    private static String shortened(JsonNode json) {
        var text = Json.write(json);
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
