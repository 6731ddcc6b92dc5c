package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.ApplyDefaultsStrategy;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Pointer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inputs against the JSON Schema of their workflow. Nothing outside of a schema is ever fetched.
 */
public final class InputSchema {

    private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";
    private static final String BUNDLED = "classpath:draft/";
    private static final Set<String> ABOUT_A_PROPERTY =
            Set.of("required", "additionalProperties", "unevaluatedProperties");

    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .formatAssertionsEnabled(true)
                    .applyDefaultsStrategy(new ApplyDefaultsStrategy(true, false, true))
                    .build();

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(
                    VersionFlag.V202012,
                    factory ->
                            factory.enableSchemaCache(false)
                                    .schemaLoaders(all -> all.add(InputSchema::onlyBundled)));

    private final RecentlyUsed<JsonSchema> schemas = new RecentlyUsed<>(4 << 20);

    /**
     * What came of a check.
     *
     * @param inputs the inputs with the schema's defaults in place of what was absent, JSON text
     * @param mistakes where the inputs break the schema; the path is a JSON pointer into them
     */
    public record Checked(String inputs, List<Mistake> mistakes) {
        public Checked {
            mistakes = List.copyOf(mistakes);
        }
    }

    /**
     * Completes and checks the inputs of a run.
     *
     * @param schema as JSON text; without one any object is taken
     * @param inputs JSON text
     */
    public Checked check(@Nullable String schema, String inputs) {
        if (!inputs.stripLeading().startsWith("{")) {
            return new Checked(inputs, List.of(Mistake.at("", "must be an object")));
        }
        if (schema == null) {
            return new Checked(inputs, List.of());
        }
        var given = Json.parse(inputs);
        var rules = schemas.get(schema, text -> compiled(Json.parse(text)));
        rules.walk(given, false);
        return new Checked(Json.write(given), mistakes(rules.validate(given)));
    }

    /**
     * What is wrong with a schema itself; the path is a JSON pointer into it.
     *
     * @param what what it describes: many fields
     */
    static List<Mistake> mistakesIn(JsonNode schema, String what) {
        var meta = FACTORY.getSchema(SchemaLocation.of(META_SCHEMA), CONFIG);
        var found = meta.validate(schema);
        if (!found.isEmpty()) {
            return mistakes(found);
        }
        if (schema.path("type").isTextual() && !schema.path("type").asText().equals("object")) {
            return List.of(Mistake.at("/type", "must be `object`: " + what + " are an object"));
        }
        return unusable(schema).map(why -> List.of(Mistake.at("", why))).orElse(List.of());
    }

    private static Optional<String> unusable(JsonNode schema) {
        try {
            compiled(schema).validate(Json.parse("{}"));
            return Optional.empty();
        } catch (StackOverflowError e) {
            return Optional.of("refers to itself without end");
        } catch (JsonSchemaException | IllegalArgumentException e) {
            var lines = String.valueOf(e.getMessage()).strip().split("\n", 2);
            return Optional.of("can't be used: " + lines[0]);
        }
    }

    private static JsonSchema compiled(JsonNode schema) {
        var compiled = FACTORY.getSchema(schema, CONFIG);
        compiled.initializeValidators();
        return compiled;
    }

    private static List<Mistake> mistakes(Collection<ValidationMessage> found) {
        return found.stream().map(m -> Mistake.at(path(m), m.getError())).distinct().toList();
    }

    private static String path(ValidationMessage message) {
        var path = message.getInstanceLocation().toString();
        return message.getProperty() != null && ABOUT_A_PROPERTY.contains(message.getType())
                ? Pointer.to(path, message.getProperty())
                : path;
    }

    /** Null passes the question on, to the loader of the drafts that come with the validator. */
    private static @Nullable InputStreamSource onlyBundled(AbsoluteIri iri) {
        if (iri.toString().startsWith(BUNDLED)) {
            return null;
        }
        throw new JsonSchemaException(
                "`" + iri + "` is outside of the schema; put it under $defs and refer to it there");
    }
}
