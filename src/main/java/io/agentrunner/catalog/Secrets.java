package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The secrets of this server. They reach steps; in whatever comes back their values are masked. */
public final class Secrets {

    static final String PREFIX = "AGENT_RUNNER_SECRET_";
    private static final String MASK = "***";
    private static final int SHORTEST_LINE = 6;

    private final Map<String, String> byName;
    private final List<String> longestFirst;

    private Secrets(Map<String, String> byName) {
        this.byName = Map.copyOf(byName);
        this.longestFirst =
                byName.values().stream()
                        .flatMap(Secrets::parts)
                        .filter(value -> !value.isBlank())
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    /** Output is masked line by line, so each line of a key that has several is a secret. */
    private static Stream<String> parts(String value) {
        var lines =
                value.strip().contains("\n")
                        ? value.lines()
                                .map(String::strip)
                                .filter(it -> it.length() >= SHORTEST_LINE)
                        : Stream.<String>empty();
        return Stream.concat(Stream.of(value, value.strip()), lines);
    }

    /** Those among the variables of an environment: {@code AGENT_RUNNER_SECRET_NAME}. */
    public static Secrets from(Map<String, String> environment) {
        var found = new HashMap<String, String>();
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX)) {
                        found.put(name.substring(PREFIX.length()), value);
                    }
                });
        return new Secrets(found);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The length of the longest text that gets masked. */
    public int longest() {
        return longestFirst.isEmpty() ? 0 : longestFirst.getFirst().length();
    }

    /**
     * The JSON text with every secret in its strings and names made unreadable. Works on the values
     * and not on the text, where a quote in a secret looks different and a number is no string.
     *
     * @throws IllegalArgumentException when the text is no JSON
     */
    public String maskJson(String json) {
        if (longestFirst.isEmpty()) {
            return Json.checked(json);
        }
        var tree = Json.parse(json);
        if (tree.isMissingNode()) {
            throw new IllegalArgumentException("not JSON: nothing at all");
        }
        return json.indexOf('\\') < 0 && mask(json).equals(json) ? json : Json.write(masked(tree));
    }

    private JsonNode masked(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> JsonNodeFactory.instance.textNode(mask(node.textValue()));
            case ARRAY -> {
                var elements = JsonNodeFactory.instance.arrayNode(node.size());
                node.forEach(element -> elements.add(masked(element)));
                yield elements;
            }
            case OBJECT -> {
                var fields = JsonNodeFactory.instance.objectNode();
                node.properties().forEach(f -> fields.set(mask(f.getKey()), masked(f.getValue())));
                yield fields;
            }
            default -> node;
        };
    }

    /** The text with every secret in it made unreadable. */
    public String mask(String text) {
        var masked = text;
        for (var secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
