package io.agentrunner.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.agentrunner.http.Problem;
import io.agentrunner.http.Problem.Mistake;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates between the form that starts a run and what a program would send for the same. */
final class StartBody {

    private static final String INPUTS = "/inputs/";

    private StartBody() {}

    static byte[] of(String workflow, String inputs, Map<String, String> form) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("workflow", workflow);
        body.putRawValue("inputs", new RawValue(inputs));
        var tags = body.putArray("tags");
        Arrays.stream(form.getOrDefault("tags", "").split(",", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .forEach(tags::add);
        var correlation = form.getOrDefault("correlationId", "").strip();
        if (!correlation.isEmpty()) {
            body.put("correlationId", correlation);
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What is wrong, by the name of the input; of anything else, under its own name. */
    static Map<String, String> mistakes(Problem problem) {
        var found = new LinkedHashMap<String, String>();
        if (problem.facts().get("errors") instanceof List<?> errors) {
            for (var error : errors) {
                if (error instanceof Mistake mistake) {
                    found.putIfAbsent(name(mistake), sentence(mistake.message()));
                }
            }
        }
        if (found.isEmpty()) {
            found.put("", problem.detail());
        }
        return found;
    }

    /** {@code /inputs/address/city} is about the field {@code address}. */
    private static String name(Mistake mistake) {
        var path = mistake.path() == null ? "" : String.valueOf(mistake.path());
        if (!path.startsWith(INPUTS)) {
            return path.startsWith("/") ? path.substring(1) : path;
        }
        return field(path.substring(INPUTS.length() - 1));
    }

    /** {@code /address/city} is about the field {@code address}. */
    static String field(@Nullable String pointer) {
        if (pointer == null || pointer.isEmpty()) {
            return "";
        }
        int end = pointer.indexOf('/', 1);
        return pointer.substring(1, end < 0 ? pointer.length() : end)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    static String sentence(String message) {
        var text = message.strip();
        return text.isEmpty()
                ? text
                : Character.toUpperCase(text.charAt(0))
                        + text.substring(1)
                        + (text.endsWith(".") ? "" : ".");
    }
}
