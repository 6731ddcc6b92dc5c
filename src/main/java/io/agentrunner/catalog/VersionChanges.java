package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What changed between two definitions, as people speak of it.
 *
 * @param sentences all of it in words
 * @param reordered steps that both have come in another order
 * @param other further fields of the workflow that changed
 */
public record VersionChanges(
        List<String> sentences,
        Parts steps,
        boolean reordered,
        List<Rules> rules,
        Parts inputs,
        List<String> other) {

    private static final List<String> TURNS = List.of("diverge", "branch");
    private static final Set<String> TOLD_APART =
            Set.of("steps", "timeline", "inputs", "diverge", "branch", "name");

    public VersionChanges {
        sentences = List.copyOf(sentences);
        rules = List.copyOf(rules);
        other = List.copyOf(other);
    }

    /** Named parts of two wholes. */
    public record Parts(List<String> added, List<String> removed, List<Changed> changed) {
        public Parts {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
            changed = List.copyOf(changed);
        }

        static Parts of(JsonNode before, JsonNode after) {
            return new Parts(
                    without(names(after), names(before)),
                    without(names(before), names(after)),
                    names(before).stream()
                            .filter(after::has)
                            .filter(name -> !before.get(name).equals(after.get(name)))
                            .map(name -> Changed.of(name, before.get(name), after.get(name)))
                            .toList());
        }

        private Stream<String> sentences(String noun) {
            return Stream.of(
                            added.stream().map(name -> "%s %s is new".formatted(noun, name)),
                            removed.stream().map(name -> "%s %s is gone".formatted(noun, name)),
                            changed.stream()
                                    .map(
                                            it ->
                                                    "%s %s changed: %s"
                                                            .formatted(
                                                                    noun,
                                                                    it.name(),
                                                                    String.join(
                                                                            ", ", it.fields()))))
                    .flatMap(it -> it);
        }
    }

    /** A part that both have, and in which of its fields they differ. */
    public record Changed(String name, List<String> fields) {
        public Changed {
            fields = List.copyOf(fields);
        }

        static Changed of(String name, JsonNode before, JsonNode after) {
            return new Changed(name, differing(before, after));
        }
    }

    /**
     * The rules for one step.
     *
     * @param turn {@code diverge} or {@code branch}
     * @param before how many there were
     */
    public record Rules(String turn, String step, int before, int after) {

        private String sentence() {
            var what = turn + " rules of " + step;
            if (before == 0 || after == 0) {
                return what + (before == 0 ? " are new" : " are gone");
            }
            return what
                    + " changed"
                    + (before == after ? "" : ": %d, were %d".formatted(after, before));
        }
    }

    static VersionChanges of(JsonNode before, JsonNode after) {
        var steps = Parts.of(before.path("steps"), after.path("steps"));
        boolean reordered = !common(before, after).equals(common(after, before));
        var rules = TURNS.stream().flatMap(turn -> rules(turn, before, after)).toList();
        var inputs = inputs(before.path("inputs"), after.path("inputs"));
        var other = new ArrayList<>(differing(before, after));
        other.removeAll(TOLD_APART);
        return new VersionChanges(
                sentences(steps, reordered, rules, inputs, other),
                steps,
                reordered,
                rules,
                inputs,
                other);
    }

    private static List<String> sentences(
            Parts steps, boolean reordered, List<Rules> rules, Parts inputs, List<String> other) {
        return Stream.of(
                        steps.sentences("step"),
                        reordered
                                ? Stream.of("the steps come in another order")
                                : Stream.<String>of(),
                        rules.stream().map(Rules::sentence),
                        inputs.sentences("input"),
                        other.stream().map(field -> field + " changed"))
                .flatMap(it -> it)
                .toList();
    }

    private static List<String> common(JsonNode one, JsonNode other) {
        var names = other.path("timeline").valueStream().toList();
        return one.path("timeline")
                .valueStream()
                .filter(Set.copyOf(names)::contains)
                .map(JsonNode::asText)
                .toList();
    }

    private static Stream<Rules> rules(String turn, JsonNode before, JsonNode after) {
        return differing(before.path(turn), after.path(turn)).stream()
                .map(
                        step ->
                                new Rules(
                                        turn,
                                        step,
                                        before.path(turn).path(step).size(),
                                        after.path(turn).path(step).size()));
    }

    /** By property; what a schema says besides is a part called {@code schema}. */
    private static Parts inputs(JsonNode before, JsonNode after) {
        var parts = Parts.of(before.path("properties"), after.path("properties"));
        var besides = differing(before, after);
        besides.remove("properties");
        if (besides.isEmpty()) {
            return parts;
        }
        var changed = new ArrayList<>(parts.changed());
        changed.add(new Changed("schema", besides));
        return new Parts(parts.added(), parts.removed(), changed);
    }

    /** The names of the fields in which they differ, in alphabetical order. */
    private static List<String> differing(JsonNode before, JsonNode after) {
        var names = new TreeSet<>(names(before));
        names.addAll(names(after));
        names.removeIf(name -> before.path(name).equals(after.path(name)));
        return new ArrayList<>(names);
    }

    private static List<String> without(Collection<String> names, Collection<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
