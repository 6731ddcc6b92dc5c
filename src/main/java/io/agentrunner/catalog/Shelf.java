package io.agentrunner.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The editions of all workflows as they were at one moment, each workflow's newest first. */
record Shelf(Map<String, List<Edition>> byName) {

    static final Shelf EMPTY = new Shelf(Map.of());

    private static final Comparator<Edition> NEWEST_FIRST =
            Comparator.comparing(Edition::current)
                    .thenComparing(Edition::publishedAt)
                    .reversed()
                    .thenComparing(edition -> edition.workflow().version());

    static Shelf of(Collection<Edition> editions) {
        return new Shelf(
                editions.stream()
                        .sorted(NEWEST_FIRST)
                        .collect(
                                Collectors.groupingBy(
                                        edition -> edition.workflow().name(),
                                        TreeMap::new,
                                        Collectors.toUnmodifiableList())));
    }

    /** The same, with all the editions of one workflow replaced by those. */
    Shelf with(String name, Collection<Edition> editions) {
        var changed = new TreeMap<>(byName);
        changed.remove(name);
        changed.putAll(of(editions).byName());
        return new Shelf(changed);
    }

    List<Edition> versions(String name) {
        return byName.getOrDefault(name, List.of());
    }

    Optional<Edition> current(String name) {
        return versions(name).stream().filter(Edition::current).findFirst();
    }

    Optional<Edition> version(String name, String version) {
        return versions(name).stream()
                .filter(edition -> edition.workflow().version().equals(version))
                .findFirst();
    }

    /** The current editions, by name. */
    List<Edition> current() {
        return byName.keySet().stream().flatMap(name -> current(name).stream()).toList();
    }
}
