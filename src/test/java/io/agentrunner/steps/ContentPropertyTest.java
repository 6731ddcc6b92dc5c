package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.Payloads;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ContentPropertyTest {

    private static final Secrets NONE = Secrets.from(Map.of());
    private static final Secrets TWO =
            Secrets.from(Map.of("AGENT_RUNNER_SECRET_A", "aa", "AGENT_RUNNER_SECRET_B", "b\"b"));
    private static final String[] LETTERS = {"x", "é", "€", "😀", "\n"};

    private static String written(Outcome.Large.Text text) throws IOException {
        var out = new StringWriter();
        text.writeTo(out);
        return out.toString();
    }

    /** The text in quotes that has so many bytes as JSON. */
    private static JsonNode sized(String letter, int size) {
        int each = Json.write(Json.text(letter)).getBytes(StandardCharsets.UTF_8).length - 2;
        return Json.text(letter.repeat((size - 2) / each) + "x".repeat((size - 2) % each));
    }

    @Property(tries = 60)
    void up_to_a_mebibyte_it_is_in_memory_and_beyond_it_is_written(
            @ForAll @IntRange(max = 4) int letter, @ForAll @IntRange(min = -4, max = 4) int over)
            throws IOException {
        var tree = sized(LETTERS[letter], Payloads.LIMIT + over);
        for (var secrets : List.of(NONE, TWO)) {
            var outcome = new Outcomes(secrets).completed(tree, List.of());
            if (over <= 0) {
                assertThat(outcome).isEqualTo(Outcome.completed(Json.write(tree)));
            } else {
                assertThat(outcome).isInstanceOf(Outcome.Large.class);
                var text = ((Outcome.Large) outcome).result();
                assertThat(written(text)).isEqualTo(Json.write(tree));
                assertThat(written(text)).isEqualTo(Json.write(tree));
            }
        }
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        var leaves =
                Arbitraries.of(
                        Json.text("aa"),
                        Json.text("a b\"b"),
                        Json.text("\u0001é😀"),
                        Json.parse("1.50"),
                        Json.parse("123456789012345678901234567890"),
                        Json.parse("true"),
                        Json.parse("null"));
        return Arbitraries.recursive(() -> leaves, ContentPropertyTest::around, 0, 3);
    }

    private static Arbitrary<JsonNode> around(Arbitrary<JsonNode> inner) {
        var lists = inner.list().ofMaxSize(3).map(ContentPropertyTest::list);
        var objects = inner.map(it -> Json.object().<JsonNode>set("n aa", it));
        return Arbitraries.oneOf(lists, objects);
    }

    private static JsonNode list(List<JsonNode> items) {
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    @Property
    void what_is_written_is_masked_as_a_tree_is(@ForAll("trees") JsonNode tree) throws IOException {
        assertThat(written(Content.of(tree).masked(TWO)))
                .isEqualTo(Json.write(Masking.mask(tree, TWO)));
        assertThat(written(Content.of(tree).masked(NONE))).isEqualTo(Json.write(tree));
    }

    @Example
    void names_that_are_masked_stay_different() throws IOException {
        var tree = Json.parse("[{\"aa\": 1, \"b\\\"b\": {\"aa\": 2}, \"c\": 3}, {\"aa\": 4}]");
        assertThat(written(Content.of(tree).masked(TWO)))
                .isEqualTo("[{\"***\":1,\"*** (2)\":{\"***\":2},\"c\":3},{\"***\":4}]");
    }

    @Example
    void however_it_is_said_it_is_masked() throws IOException {
        Content content =
                out -> {
                    out.writeStartArray();
                    out.writeString("aa".toCharArray(), 0, 2);
                    out.writeString(new java.io.StringReader("xaay"), -1);
                    out.writeUTF8String("aa".getBytes(StandardCharsets.UTF_8), 0, 2);
                    out.writeRawValue("{\"k\":\"aa\"}");
                    Json.MAPPER.writeValue(out, Map.of("k", List.of("aa")));
                    out.writeEndArray();
                };
        assertThat(written(content.masked(TWO)))
                .isEqualTo("[\"***\",\"x***y\",\"***\",{\"k\":\"***\"},{\"k\":[\"***\"]}]");
    }
}
