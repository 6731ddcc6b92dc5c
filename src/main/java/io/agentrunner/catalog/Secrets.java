package io.agentrunner.catalog;

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

    /** The text with every secret in it made unreadable. */
    public String mask(String text) {
        var masked = text;
        for (var secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
