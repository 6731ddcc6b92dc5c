package io.agentrunner.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The expected answer for each pair of a situation and what comes to it, read from a text: a
 * situation, then {@code answer <- this, that}, whose list may go on in further lines.
 */
record Table(Map<Situation, Map<String, String>> answers) {

    private static final Pattern COMMA = Pattern.compile(",\\s*");

    static Table read(String resource) {
        var answers = new EnumMap<Situation, Map<String, String>>(Situation.class);
        var situation = Situation.QUEUED;
        var answer = "";
        for (var line : lines(resource)) {
            if (!line.startsWith(" ")) {
                situation = Situation.valueOf(line);
                addOnce(answers, situation, new TreeMap<>());
                continue;
            }
            int arrow = line.indexOf("<-");
            answer = arrow < 0 ? answer : line.substring(0, arrow).strip();
            for (var what : list(line.substring(arrow < 0 ? 0 : arrow + 2))) {
                addOnce(Objects.requireNonNull(answers.get(situation)), what, answer);
            }
        }
        return new Table(answers);
    }

    Map<String, String> row(Situation situation) {
        return answers.getOrDefault(situation, Map.of());
    }

    /** Every record that a sealed family consists of. */
    static Stream<Class<?>> family(Class<?> sealed) {
        return sealed.isSealed()
                ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(Table::family)
                : Stream.of(sealed);
    }

    private static List<String> list(String text) {
        return COMMA.splitAsStream(text.strip()).filter(it -> !it.isEmpty()).toList();
    }

    private static List<String> lines(String resource) {
        try (var in = Objects.requireNonNull(Table.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static <K, V> void addOnce(Map<K, V> map, K key, V value) {
        if (map.put(key, value) != null) {
            throw new IllegalArgumentException(key + " has two answers");
        }
    }
}
