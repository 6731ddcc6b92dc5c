package io.agentrunner.dashboard;

import io.agentrunner.http.Problem;
import io.agentrunner.http.Problem.Mistake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a request, as the form that stands for it says it. */
final class Mistakes {

    private Mistakes() {}

    /**
     * By the name of the field; of anything else, under its own name.
     *
     * @param inside where the fields are in the request: {@code /inputs}
     */
    static Map<String, String> of(Problem problem, String inside) {
        var found = new LinkedHashMap<String, String>();
        if (problem.facts().get("errors") instanceof List<?> errors) {
            for (var error : errors) {
                if (error instanceof Mistake mistake) {
                    found.putIfAbsent(name(mistake, inside), sentence(mistake.message()));
                }
            }
        }
        if (found.isEmpty()) {
            found.put("", problem.detail());
        }
        return found;
    }

    /** {@code /inputs/address/city} is about the field {@code address}. */
    private static String name(Mistake mistake, String inside) {
        var path = mistake.path() == null ? "" : String.valueOf(mistake.path());
        if (!path.startsWith(inside + "/")) {
            return path.startsWith("/") ? path.substring(1) : path;
        }
        var name = path.substring(inside.length() + 1);
        int end = name.indexOf('/');
        return (end < 0 ? name : name.substring(0, end)).replace("~1", "/").replace("~0", "~");
    }

    private static String sentence(String message) {
        var text = message.strip();
        return text.isEmpty()
                ? text
                : Character.toUpperCase(text.charAt(0))
                        + text.substring(1)
                        + (text.endsWith(".") ? "" : ".");
    }
}
