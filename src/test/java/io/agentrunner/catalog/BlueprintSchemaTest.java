package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors use and the reader that decides must agree. */
class BlueprintSchemaTest {

    private static final JsonNode SCHEMA = Json.parse(resource("/schemas/blueprint.json"));
    private static final JsonSchema RULES =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

    static Stream<Path> good() throws IOException {
        return BlueprintsTest.good();
    }

    /** Those that are wrong in a way that a schema can tell. */
    static Stream<Path> bad() throws IOException {
        return BlueprintsTest.bad()
                .filter(file -> !text(file).contains("# schema: takes it"))
                .filter(file -> readable(file).isPresent());
    }

    @ParameterizedTest
    @MethodSource("good")
    void what_the_reader_takes_the_schema_takes(Path file) {
        assertThat(RULES.validate(tree(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void what_the_reader_refuses_the_schema_refuses(Path file) {
        assertThat(RULES.validate(tree(file))).isNotEmpty();
    }

    @Test
    void it_is_a_valid_schema_itself() {
        assertThat(InputSchema.mistakesIn(SCHEMA, "blueprints")).isEmpty();
    }

    @Test
    void it_knows_the_very_fields_that_the_reader_knows() {
        assertThat(names("/properties")).isEqualTo(Set.copyOf(BlueprintReader.FIELDS));
        assertThat(names("/$defs/step/properties")).isEqualTo(Set.copyOf(StepReader.FIELDS));
        assertThat(names("/$defs/retry/properties")).isEqualTo(Set.copyOf(StepReader.RETRY_FIELDS));
        assertThat(names("/properties/concurrency/properties"))
                .isEqualTo(Set.copyOf(BlueprintReader.CONCURRENCY_FIELDS));
        for (var kind : StepKind.values()) {
            var fields = new TreeSet<>(kind.fields());
            fields.add("type");
            assertThat(names("/$defs/" + kind.type() + "/properties")).isEqualTo(fields);
        }
    }

    @Test
    void it_tells_editors_what_every_field_is_for() {
        assertThat(fields(SCHEMA).filter(field -> !describes(field.getValue())))
                .extracting(Map.Entry::getKey)
                .containsOnly("type"); // of the schemas of inputs and forms
        assertThat(fields(SCHEMA)).extracting(Map.Entry::getKey).contains("skipTo", "url");
    }

    private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode schema) {
        var inside = schema.valueStream().flatMap(BlueprintSchemaTest::fields);
        var properties = schema.path("properties");
        return Stream.concat(properties.propertyStream(), inside);
    }

    private static boolean describes(JsonNode field) {
        var said = field.has("$ref") ? SCHEMA.at(field.get("$ref").asText().substring(1)) : field;
        return said.has("description") || field.has("description");
    }

    private static Set<String> names(String pointer) {
        var names = new TreeSet<String>();
        SCHEMA.at(pointer).properties().stream().map(Map.Entry::getKey).forEach(names::add);
        return names;
    }

    private static JsonNode tree(Path file) {
        return readable(file).orElseThrow();
    }

    private static Optional<JsonNode> readable(Path file) {
        try {
            return Optional.of(
                    switch (BlueprintsTest.format(file)) {
                        case YAML -> YamlSource.read(text(file)).root();
                        case JSON -> JsonSource.read(text(file)).root();
                    });
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (var stream = BlueprintSchemaTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
