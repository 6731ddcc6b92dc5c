package io.agentrunner.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What follows the steps of a timeline where it is not simply the next one. Of the clauses for a
 * step the first that applies decides.
 *
 * @param diverge by the name of a step that has failed for good
 * @param branch by the name of a step that has succeeded
 * @param predicates expressions that are true or false, by the name under which the conditions of
 *     clauses know them
 */
public record Flow(
        Map<String, List<Clause>> diverge,
        Map<String, List<Clause>> branch,
        Map<String, String> predicates) {

    /** From step to step as the timeline has them. */
    public static final Flow STRAIGHT = new Flow(Map.of(), Map.of());

    /** How many iterations a step can have in one run. */
    public static final int MOST_ITERATIONS = 1_000;

    /** When clauses are asked. */
    public enum Turn {
        DIVERGE,
        BRANCH
    }

    public Flow {
        diverge = copy(diverge);
        branch = copy(branch);
        predicates = Collections.unmodifiableMap(new LinkedHashMap<>(predicates));
    }

    /** One whose clauses say all by themselves. */
    public Flow(Map<String, List<Clause>> diverge, Map<String, List<Clause>> branch) {
        this(diverge, branch, Map.of());
    }

    /** The clauses for a step; none where nothing is said about it. */
    public List<Clause> clauses(Turn turn, String step) {
        return of(turn).getOrDefault(step, List.of());
    }

    public Map<String, List<Clause>> of(Turn turn) {
        return switch (turn) {
            case DIVERGE -> diverge;
            case BRANCH -> branch;
        };
    }

    /** All of them. */
    public Stream<Clause> clauses() {
        return Stream.of(diverge, branch)
                .flatMap(turn -> turn.values().stream())
                .flatMap(List::stream);
    }

    private static Map<String, List<Clause>> copy(Map<String, List<Clause>> clauses) {
        var copy = new LinkedHashMap<String, List<Clause>>();
        clauses.forEach((step, all) -> copy.put(step, List.copyOf(all)));
        return Collections.unmodifiableMap(copy);
    }
}
