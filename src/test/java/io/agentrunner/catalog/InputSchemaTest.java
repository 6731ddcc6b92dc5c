package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.agentrunner.http.Problem.Mistake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSchemaTest {

    private static final String SCHEMA =
            """
            {"type": "object", "required": ["id"], "additionalProperties": false,
             "properties": {
               "id": {"type": "string", "maxLength": 3},
               "count": {"type": "integer", "default": 3, "maximum": 5},
               "when": {"type": "string", "format": "date-time"},
               "options": {"type": "object", "default": {}, "properties": {"deep": {"default": "d"}}},
               "list": {"type": "array", "items": {"$ref": "#/$defs/item"}},
               "a/b": {"type": "string"}},
             "$defs": {"item": {"type": "object", "properties": {"n": {"type": "number", "default": 1}}}}}
            """;

    private final InputSchema schemas = new InputSchema();

    @Test
    void defaults_take_the_place_of_what_is_absent() {
        var checked = schemas.check(SCHEMA, "{\"id\": \"a\", \"list\": [{}, {\"n\": 2.50}]}");
        assertThat(checked.mistakes()).isEmpty();
        assertThat(Json.parse(checked.inputs()))
                .isEqualTo(
                        Json.parse(
                                """
                                {"id": "a", "list": [{"n": 1}, {"n": 2.50}], "count": 3,
                                 "options": {"deep": "d"}}
                                """));
    }

    @Test
    void the_schema_is_as_it_was_after_defaults_were_taken_from_it() {
        var once = schemas.check(SCHEMA, "{\"id\": \"a\"}").inputs();
        schemas.check(SCHEMA, "{\"id\": \"b\", \"options\": {\"deep\": \"other\"}}");
        assertThat(schemas.check(SCHEMA, "{\"id\": \"a\"}").inputs()).isEqualTo(once);
    }

    @Test
    void every_mistake_has_the_place_of_the_value() {
        var inputs =
                """
                {"id": "long", "count": 7, "when": "noon", "list": [{"n": "x"}], "extra": 1, "a/b": 2}
                """;
        assertThat(schemas.check(SCHEMA, inputs).mistakes())
                .extracting(Mistake::path)
                .containsExactlyInAnyOrder(
                        "/id", "/count", "/when", "/list/0/n", "/extra", "/a~1b");
    }

    @Test
    void what_is_missing_is_named() {
        assertThat(schemas.check(SCHEMA, "{}").mistakes())
                .containsExactly(Mistake.at("/id", "required property 'id' not found"));
    }

    @Test
    void without_a_schema_any_object_is_taken() {
        assertThat(schemas.check(null, "{\"x\": 1}"))
                .isEqualTo(new InputSchema.Checked("{\"x\": 1}", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\""})
    void inputs_are_an_object(String inputs) {
        assertThat(schemas.check(null, inputs).mistakes())
                .containsExactly(Mistake.at("", "must be an object"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"URL\"}",
                "{\"properties\": {\"a\": {\"items\": {\"$ref\": \"URL\"}}}}",
                "{\"$schema\": \"URL\"}",
                "{\"$id\": \"URL\", \"$ref\": \"other.json\"}",
                "{\"$ref\": \"file:///etc/passwd\"}",
                "{\"$ref\": \"classpath:application.properties\"}",
            })
    void nothing_outside_of_a_schema_is_fetched(String schema) throws Exception {
        var asked = new AtomicInteger();
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(loopback, 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.json";
            var mistakes = InputSchema.mistakesIn(Json.parse(schema.replace("URL", url)), "inputs");
            assertThat(mistakes)
                    .extracting(Mistake::message)
                    .first()
                    .asString()
                    .startsWith("can't be used");
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"objct\"}",
                "{\"properties\": {\"a\": {\"minimum\": \"1\"}}}",
                "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}",
                "{\"$ref\": \"#/$defs/nowhere\"}",
                "{\"$ref\": \"#\"}",
            })
    void what_is_no_schema_is_found_out_before_a_run_needs_it(String schema) {
        assertThat(InputSchema.mistakesIn(Json.parse(schema), "inputs")).isNotEmpty();
    }

    @Test
    void a_schema_may_refer_to_itself_where_that_ends() {
        var tree = Json.parse("{\"properties\": {\"child\": {\"$ref\": \"#\"}}}");
        assertThat(InputSchema.mistakesIn(tree, "inputs")).isEmpty();
    }
}
