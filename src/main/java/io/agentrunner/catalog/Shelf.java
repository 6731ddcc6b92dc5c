package io.agentrunner.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The editions of all workflows as they were at one moment. To find one takes the same time however
 * many there are.
 */
record Shelf(Map<String, Title> titles, Map<String, Edition> byVersion) {

    static final Shelf EMPTY = new Shelf(Map.of(), Map.of());

    /** The editions of one workflow, newest first, and the one that new runs get. */
    record Title(List<Edition> editions, Optional<Edition> current) {

        private static final Title NONE = new Title(List.of(), Optional.empty());

        private static final Comparator<Edition> NEWEST_FIRST =
                Comparator.comparing(Edition::current)
                        .thenComparing(Edition::publishedAt)
                        .reversed()
                        .thenComparing(edition -> edition.workflow().version());

        private static Title of(List<Edition> editions) {
            return new Title(
                    editions.stream().sorted(NEWEST_FIRST).toList(),
                    editions.stream().filter(Edition::current).findFirst());
        }
    }

    static Shelf of(Collection<Edition> editions) {
        return new Shelf(
                editions.stream()
                        .collect(
                                Collectors.groupingBy(
                                        edition -> edition.workflow().name(),
                                        Collectors.collectingAndThen(
                                                Collectors.toList(), Title::of))),
                editions.stream()
                        .collect(
                                Collectors.toMap(
                                        edition -> edition.workflow().version(),
                                        Function.identity())));
    }

    /** The same, with all the editions of one workflow replaced by those. */
    Shelf with(String name, Collection<Edition> editions) {
        var changed = new HashMap<>(titles);
        var versions = new HashMap<>(byVersion);
        changed.remove(name);
        versions.values().removeIf(edition -> edition.workflow().name().equals(name));
        var added = of(editions);
        changed.putAll(added.titles());
        versions.putAll(added.byVersion());
        return new Shelf(changed, versions);
    }

    List<Edition> versions(String name) {
        return title(name).editions();
    }

    Optional<Edition> current(String name) {
        return title(name).current();
    }

    Optional<Edition> version(String name, String version) {
        var found = byVersion.get(version);
        return found != null && found.workflow().name().equals(name)
                ? Optional.of(found)
                : Optional.empty();
    }

    /** The current editions, by name. */
    List<Edition> current() {
        return sorted().flatMap(title -> title.current().stream()).toList();
    }

    private Title title(String name) {
        return titles.getOrDefault(name, Title.NONE);
    }

    private Stream<Title> sorted() {
        return titles.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue);
    }
}
