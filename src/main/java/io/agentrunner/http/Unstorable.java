package io.agentrunner.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.http.Problem.Mistake;
import java.util.List;

/** Finds what JSON can say and PostgreSQL can't keep: the character NUL and halves of pairs. */
final class Unstorable {

    private Unstorable() {}

    /** Adds a mistake for each such text under {@code node}, names of fields included. */
    static void find(String path, JsonNode node, List<Mistake> found) {
        if (node.isTextual()) {
            check(path, node.textValue(), found);
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
