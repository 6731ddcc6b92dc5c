package io.agentrunner.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.http.Problem.Mistake;
import java.util.List;

/**
 * Finds what JSON can say and nobody can keep: the character NUL and halves of pairs, which
 * PostgreSQL refuses, and numbers whose digits would fill the memory.
 */
public final class Unstorable {

    private static final int LARGEST_EXPONENT = 400;

    private Unstorable() {}

    /** Whether calculating with a number could take for ever: {@code 1e999999999}. */
    public static boolean isBeyondMeasure(JsonNode node) {
        if (!node.isBigDecimal()) {
            return false;
        }
        var number = node.decimalValue();
        return Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT
                || number.scale() > 2 * LARGEST_EXPONENT;
    }

    /** Adds a mistake for each such text under {@code node}, names of fields included. */
    static void find(String path, JsonNode node, List<Mistake> found) {
        if (node.isTextual()) {
            check(path, node.textValue(), found);
        }
        if (isBeyondMeasure(node)) {
            found.add(Mistake.at(path, "must have an exponent between -400 and 400"));
        }
        node.properties()
                .forEach(
                        field -> {
                            var inside = path + "/" + escaped(field.getKey());
                            check(path, field.getKey(), found);
                            find(inside, field.getValue(), found);
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            find(path + "/" + i, node.get(i), found);
        }
    }

    private static void check(String path, String text, List<Mistake> found) {
        if (text.indexOf('\0') >= 0) {
            found.add(Mistake.at(path, "must not contain the character \\u0000"));
        } else if (hasLoneSurrogate(text)) {
            found.add(Mistake.at(path, "must not contain half a surrogate pair"));
        }
    }

    /** As JSON pointers (RFC 6901) have it. */
    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints()
                .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
