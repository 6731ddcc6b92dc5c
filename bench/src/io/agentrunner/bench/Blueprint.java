package io.agentrunner.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A workflow to be measured with. */
record Blueprint(String name, String json) {

    /** The run that everything is compared by. */
    static final Blueprint THREE_STEPS =
            new Blueprint(
                    "three-steps",
                    """
                    {"name": "three-steps", "timeline": ["a", "b", "c"], "steps": {
                      "a": {"type": "set", "value": 1},
                      "b": {"type": "set", "value": "${steps.a + 1}"},
                      "c": {"type": "set", "value": "${steps.b + 1}"}}}\
                    """);

    /** The smallest one of that name. */
    static Blueprint named(String name) {
        return new Blueprint(
                name,
                """
                {"name": "%s", "timeline": ["a"], "steps": {"a": {"type": "set", "value": 1}}}\
                """
                        .formatted(name));
    }

    /** A request that nobody answers. */
    static Blueprint unanswered(int port) {
        return new Blueprint(
                "unanswered",
                """
                {"name": "unanswered", "timeline": ["call"], "steps": {
                  "call": {"type": "http", "timeout": "PT1H",
                           "request": {"method": "GET", "url": "http://127.0.0.1:%d/"}}}}\
                """
                        .formatted(port));
    }

    /** So many steps, one after the other. */
    static Blueprint ofSteps(int steps) {
        return loop(steps, 1);
    }

    /** So many steps, gone through so many times. */
    static Blueprint loop(int steps, int times) {
        var name = "steps-" + steps + "-times-" + times;
        var timeline = each(steps, "\"s%d\"");
        var values = each(steps, "\"s%d\": {\"type\": \"set\", \"value\": 1}");
        var last = "s" + (steps - 1);
        var again =
                """
                "branch": {"%s": [{"when": "true", "then": {"backTo": "s0"}, "max": %d},
                                  {"otherwise": true, "then": "continue"}]}\
                """
                        .formatted(last, times - 1);
        return new Blueprint(
                name,
                "{\"name\": \"%s\", \"timeline\": [%s], \"steps\": {%s}%s}"
                        .formatted(name, timeline, values, times > 1 ? ", " + again : ""));
    }

    private static String each(int steps, String format) {
        return IntStream.range(0, steps)
                .mapToObj(format::formatted)
                .collect(Collectors.joining(", "));
    }
}
