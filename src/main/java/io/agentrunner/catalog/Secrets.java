package io.agentrunner.catalog;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets of this server. They reach steps; in whatever comes back their values are masked. */
public final class Secrets {

    static final String PREFIX = "AGENT_RUNNER_SECRET_";
    private static final String MASK = "***";

    private final Map<String, String> byName;
    private final List<String> longestFirst;

    private Secrets(Map<String, String> byName) {
        this.byName = Map.copyOf(byName);
        this.longestFirst =
                byName.values().stream()
                        .filter(value -> !value.isBlank())
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
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

    /** The text with every secret in it made unreadable. */
    public String mask(String text) {
        var masked = text;
        for (var secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
