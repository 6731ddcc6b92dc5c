package io.agentrunner.catalog;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeContext;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import io.agentrunner.workflow.dsl.Dsl;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas of what workflows written in Java take. A component of a record must be there
 * unless it is {@code Optional} or marked {@code @Nullable}; nothing else may be there.
 */
final class JavaSchemas {

    private final SchemaGenerator generator;

    JavaSchemas() {
        var config =
                new SchemaGeneratorConfigBuilder(
                                SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(new JacksonModule())
                        .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                        .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
                        .with(Option.FLATTENED_OPTIONALS)
                        .with(Option.EXTRA_OPEN_API_FORMAT_VALUES)
                        .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields().withRequiredCheck(field -> isRequired(field.getRawMember()));
        config.forTypesInGeneral()
                .withSubtypeResolver(
                        (declared, context) ->
                                kinds(declared.getErasedType(), context.getTypeContext()))
                .withTypeAttributeOverride(
                        (schema, scope, _) -> nameKind(scope.getType().getErasedType(), schema));
        generator = new SchemaGenerator(config.build());
    }

    private static void nameKind(Class<?> type, ObjectNode schema) {
        if (SealedKinds.isOfASealed(type) && SealedKinds.kinds(type).allMatch(type::equals)) {
            schema.withObjectProperty("properties")
                    .putObject(Dsl.KIND)
                    .put("const", type.getSimpleName());
            schema.withArrayProperty("required").add(Dsl.KIND);
        }
    }

    private static @Nullable List<ResolvedType> kinds(Class<?> type, TypeContext context) {
        var kinds = SealedKinds.kinds(type).toList();
        return kinds.contains(type) ? null : kinds.stream().map(it -> context.resolve(it)).toList();
    }

    /** JSON text. */
    String of(Type type) {
        return withoutNull(generator.generateSchema(type)).toString();
    }

    /** What may be missing need not be null as well; forms have one field for one type. */
    private static JsonNode withoutNull(JsonNode schema) {
        schema.forEach(JavaSchemas::withoutNull);
        if (schema instanceof ObjectNode fields
                && schema.get("type") instanceof ArrayNode types
                && types.size() == 2
                && types.get(1).asText().equals("null")) {
            fields.set("type", types.get(0));
        }
        return schema;
    }

    private static boolean isRequired(Field field) {
        return !field.getType().getName().startsWith("java.util.Optional")
                && !isNullable(field.getAnnotatedType())
                && !isNullable(field);
    }

    private static boolean isNullable(AnnotatedElement type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(it -> it.annotationType().getSimpleName().equals("Nullable"));
    }
}
