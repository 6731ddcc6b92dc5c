package io.agentrunner.http;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names this server answers to. A page whose own name was made to point here (DNS rebinding)
 * calls it by another one.
 */
final class AllowedHosts {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    private final Set<String> names = new HashSet<>();

    /** Loopback's names and those. */
    AllowedHosts(Collection<String> configured) {
        LOOPBACK.forEach(this::add);
        configured.forEach(this::add);
    }

    boolean contains(String host) {
        return names.contains(plain(host));
    }

    private void add(String name) {
        if (!name.isBlank()) {
            names.add(plain(name));
        }
    }

    private static String plain(String host) {
        var name = host.strip().toLowerCase(Locale.ROOT);
        return name.startsWith("[") && name.endsWith("]")
                ? name.substring(1, name.length() - 1)
                : name;
    }
}
