package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Blueprints without mistakes: every kind of step and of rule, as chance has it. */
public final class RandomBlueprints {

    private static final List<String> CODES = List.of("TIMEOUT", "EXIT_1", "REJECTED");

    private final SplittableRandom random;
    private final List<String> timeline;

    private RandomBlueprints(long seed) {
        random = new SplittableRandom(seed);
        timeline = IntStream.range(0, 2 + random.nextInt(5)).mapToObj(i -> "step" + i).toList();
    }

    /** One with two steps at least. */
    public static ObjectNode of(long seed) {
        return new RandomBlueprints(seed).blueprint();
    }

    private ObjectNode blueprint() {
        var root = json("{'name': 'made-up', 'predicates': {'small': 'inputs.total < 100'}}");
        root.set(
                "inputs",
                json(
                        "{'type': 'object', 'additionalProperties': false, 'properties': {"
                                + "'total': {'type': 'number', 'default': 1},"
                                + "'items': {'type': 'array', 'default': [1, 2]}}}"));
        timeline.forEach(root.putArray("timeline")::add);
        var steps = root.putObject("steps");
        timeline.forEach(name -> steps.set(name, step(timeline.indexOf(name), 0)));
        root.set("branch", rules("result"));
        root.set("diverge", rules("error"));
        if (chance(0.3)) {
            root.put("recovery", one("resume", "fail")).put("timeout", "PT" + number(60) + "M");
        }
        if (chance(0.3)) {
            root.set(
                    "concurrency", json("{'max': %d, 'key': 'inputs.total'}".formatted(number(9))));
        }
        if (chance(0.5)) {
            root.put("output", value(timeline.size()));
        }
        return root;
    }

    private ObjectNode step(int at, int depth) {
        ObjectNode step =
                switch (random.nextInt(depth < 2 ? 10 : 8)) {
                    case 0 -> json("{'type': 'set'}").put("value", value(at));
                    case 1 -> json("{'type': 'shell', 'run': ['echo', 'x'], 'env': {'A': 1}}");
                    case 2 ->
                            json(
                                    "{'type': 'http', 'request': {'method': 'GET', 'url': 'http://localhost/'}}");
                    case 3 ->
                            json(
                                    "{'type': 'java', 'step': 'some', 'with': {'k': [1, null, true]}}");
                    case 4 -> json("{'type': 'sleep', 'for': 'PT%dS'}".formatted(number(9)));
                    case 5 -> json("{'type': 'approval', 'title': 'Go?', 'onTimeout': 'reject'}");
                    case 6 -> json("{'type': 'signal', 'name': 'go', 'timeout': 'PT1H'}");
                    case 7 -> json("{'type': 'run', 'workflow': 'other', 'inputs': {}}");
                    case 8 -> parallel(at, depth);
                    default ->
                            json("{'type': 'forEach', 'items': '${inputs.items}', 'maxParallel': 2}")
                                    .<ObjectNode>set("step", step(at, depth + 1));
                };
        var type = step.get("type").textValue();
        if (!List.of("parallel", "forEach").contains(type) && chance(0.4)) {
            step.set(
                    "retry",
                    json(
                            "{'maxAttempts': %d, 'backoff': 'PT1S', 'retryOn': ['B', 'A']}"
                                    .formatted(number(5))));
        }
        if (chance(0.3)) {
            step.put("maxCrashes", number(9)).put("totalTimeout", "PT2H");
        }
        return step;
    }

    private ObjectNode parallel(int at, int depth) {
        var parallel =
                json("{'type': 'parallel', 'onError': '%s'}".formatted(one("fail", "collect")));
        var inside = parallel.putObject("steps");
        inside.set("left", step(at, depth + 1));
        inside.set("right", step(at, depth + 1));
        return parallel;
    }

    /** It may look at any step before, which may have been skipped. */
    private String value(int at) {
        return at == 0 || chance(0.3)
                ? "${inputs.total * 2} of ${size(inputs.items)}"
                : "${steps.?%s.orValue(inputs.total)}".formatted(timeline.get(random.nextInt(at)));
    }

    private ObjectNode rules(String subject) {
        var rules = json("{}");
        for (var name : timeline) {
            if (chance(0.4)) {
                var list = rules.putArray(name);
                for (int i = 0; i < number(3); i++) {
                    list.add(rule(subject, timeline.indexOf(name)));
                }
                list.add(json("{'otherwise': true, 'then': 'continue'}"));
            }
        }
        return rules;
    }

    private ObjectNode rule(String subject, int at) {
        var rule =
                switch (random.nextInt(4)) {
                    case 0 -> json("{'when': 'small && inputs.total > %d'}".formatted(number(50)));
                    case 1 ->
                            json(
                                    "{'when': 'type(%s) == map', 'name': 'rule %d'}"
                                            .formatted(subject, number(9)));
                    case 2 ->
                            json(
                                    "{'match': {'%s': '$it'}, 'when': 'it != null && !small'}"
                                            .formatted(subject));
                    default ->
                            json(
                                    "{'match': {'%s': {'code': '%s'}}}"
                                            .formatted(subject, CODES.get(random.nextInt(3))));
                };
        int later = timeline.size() - 1 - at;
        var then =
                switch (random.nextInt(later == 0 ? 3 : 4)) {
                    case 0 -> json("{'fail': 'because ${inputs.total}'}");
                    case 1 ->
                            json(
                                    "{'backTo': '%s'}"
                                            .formatted(timeline.get(random.nextInt(at + 1))));
                    case 2 -> null;
                    default ->
                            json(
                                    "{'skipTo': '%s'}"
                                            .formatted(
                                                    timeline.get(at + 1 + random.nextInt(later))));
                };
        return then == null
                ? rule.put("then", "continue")
                : rule.put("max", number(3)).<ObjectNode>set("then", then);
    }

    /** The same document with its names in another order. */
    static JsonNode shuffled(JsonNode node, SplittableRandom random) {
        if (node.isArray()) {
            var list = json("{}").arrayNode();
            node.forEach(part -> list.add(shuffled(part, random)));
            return list;
        }
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        var object = json("{}");
        while (!names.isEmpty()) {
            var name = names.remove(random.nextInt(names.size()));
            object.set(name, shuffled(node.get(name), random));
        }
        return node.isObject() ? object : node;
    }

    /** The same document in blocks of YAML. */
    static String yaml(JsonNode node, String indent) {
        if (node.isEmpty()) {
            return " " + Json.write(node) + "\n";
        }
        var text = new StringBuilder("\n");
        node.properties()
                .forEach(
                        it ->
                                text.append(indent)
                                        .append(it.getKey())
                                        .append(":")
                                        .append(yaml(it.getValue(), indent + "  ")));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            text.append(indent).append("-").append(yaml(node.get(i), indent + "  "));
        }
        return text.toString();
    }

    static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace("'", "\""));
    }

    private String one(String first, String second) {
        return chance(0.5) ? first : second;
    }

    private int number(int most) {
        return 1 + random.nextInt(most);
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
