package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What templates see inside a {@code forEach}. */
class ItemTemplatesTest {

    private static final String INPUTS = "{\"list\": [1, 2, 3]}";
    private static final Scope.RunFacts RUN =
            new Scope.RunFacts("r-1", "order", "sha256:1", List.of(), "{}", null, null, null);

    private final CelTemplates templates = new CelTemplates();

    private static String quoted(String text) {
        return Json.write(TextNode.valueOf(text));
    }

    private static Scope of(String value, int index) {
        var item = new Scope.Item(value, index);
        return new Scope(INPUTS, _ -> Optional.empty(), RUN, _ -> Optional.empty(), item);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "item.id | 7.10",
                "item | {\"id\":7.10,\"tags\":[\"a\"]}",
                "item.tags[0] + string(index) | \"a3\"",
                "index | 3",
                "index + 1 | 4",
                "inputs.list.map(item, item * 2) | [2,4,6]",
                "inputs.list.filter(i, i == index) | [3]",
                "has(item.none) | false",
            })
    void the_item_and_its_index_are_known(String expression, String expected) {
        var scope = of("{\"id\": 7.10, \"tags\": [\"a\"]}", 3);
        assertThat(templates.evaluate(quoted("${" + expression + "}"), scope)).isEqualTo(expected);
    }

    @Test
    void an_item_may_be_null() {
        assertThat(templates.evaluate(quoted("${item}"), of("null", 0))).isEqualTo("null");
        assertThat(templates.evaluate(quoted("${item == null}"), of("null", 0))).isEqualTo("true");
    }
}
