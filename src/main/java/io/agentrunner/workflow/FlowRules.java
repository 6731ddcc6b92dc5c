package io.agentrunner.workflow;

import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Validator.Breach;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules that a flow must keep, and what makes one doubt that it means what it says. */
final class FlowRules {

    private static final int MOST_CLAUSES = 100;
    private static final int MOST_PREDICATES = 100;
    private static final int LONGEST_NAME = 200;

    private final List<String> timeline;
    private final List<Breach> breaches = new ArrayList<>();
    private final List<Breach> doubts = new ArrayList<>();

    private FlowRules(List<String> timeline) {
        this.timeline = timeline;
    }

    /** Every rule that is not kept. */
    static List<Breach> breaches(Draft draft) {
        return checked(draft).breaches;
    }

    /** What can be done, and is hardly meant. */
    static List<Breach> doubts(Draft draft) {
        return checked(draft).doubts;
    }

    private static FlowRules checked(Draft draft) {
        var rules = new FlowRules(draft.timeline());
        rules.checkPredicates(draft.flow().predicates().keySet());
        for (var turn : Turn.values()) {
            draft.flow().of(turn).forEach((step, clauses) -> rules.check(turn, step, clauses));
        }
        for (var step : Reach.beyond(draft.timeline(), draft.flow())) {
            rules.doubt(
                    Pointer.to("/steps", step),
                    "`%s` is never taken: every way passes it by; remove it, or a rule before it"
                            .formatted(step));
        }
        return rules;
    }

    private void checkPredicates(Set<String> names) {
        if (names.size() > MOST_PREDICATES) {
            breach(
                    "/predicates",
                    "has %d; %d are possible".formatted(names.size(), MOST_PREDICATES));
        }
        for (var name : names) {
            if (!Validator.STEP_NAME.matcher(name).matches()) {
                breach(
                        Pointer.to("/predicates", name),
                        "`%s` is not a predicate's name, which matches %s"
                                .formatted(name, Validator.STEP_NAME.pattern()));
            }
        }
    }

    private void check(Turn turn, String step, List<Clause> clauses) {
        var path = Pointer.to("/" + turn.name().toLowerCase(Locale.ROOT), step);
        if (!timeline.contains(step)) {
            breach(path, unknown(step));
            return;
        }
        if (clauses.isEmpty()) {
            breach(path, "has no rule; it has one at least");
        }
        if (clauses.size() > MOST_CLAUSES) {
            breach(path, "has " + clauses.size() + " rules; " + MOST_CLAUSES + " are possible");
        }
        for (int i = 0; i < clauses.size(); i++) {
            check(Pointer.to(path, i), step, clauses.get(i));
        }
        doubtReach(path, clauses);
        if (turn == Turn.BRANCH && clauses.stream().noneMatch(Clause::isCatchAll)) {
            doubt(
                    path,
                    "a result to which no rule applies fails the run with NO_MATCH; end with"
                            + " `otherwise: true`");
        }
    }

    private void check(String path, String step, Clause clause) {
        var max = clause.max();
        if (max != null && (max < 1 || max > Flow.MOST_ITERATIONS)) {
            breach(path + "/max", "must be from 1 to " + Flow.MOST_ITERATIONS);
        }
        var name = clause.name();
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            breach(path + "/name", "must have from 1 to " + LONGEST_NAME + " characters");
        }
        switch (clause.then()) {
            case Continue _, Fail _ -> {}
            case BackTo(var target) -> {
                checkTarget(path + "/then/backTo", target, step, true);
                if (max == null) {
                    doubt(
                            path,
                            "goes back without `max`, up to %d times; say how often it may"
                                    .formatted(Flow.MOST_ITERATIONS));
                }
            }
            case SkipTo(var target) -> checkTarget(path + "/then/skipTo", target, step, false);
        }
    }

    private void checkTarget(String path, String target, String step, boolean back) {
        if (!timeline.contains(target)) {
            breach(path, unknown(target));
        } else if (back && timeline.indexOf(target) > timeline.indexOf(step)) {
            breach(path, "`%s` comes after `%s`; go there with `skipTo`".formatted(target, step));
        } else if (!back && timeline.indexOf(target) <= timeline.indexOf(step)) {
            breach(
                    path,
                    "`%s` doesn't come after `%s`; go there with `backTo`".formatted(target, step));
        }
    }

    /** Rules after one that applies to everything, or after one that asks the same. */
    private void doubtReach(String path, List<Clause> clauses) {
        for (int i = 0; i < clauses.size(); i++) {
            int later = i;
            for (int before = 0; before < i; before++) {
                var first = clauses.get(before);
                boolean covers =
                        first.max() == null
                                && first.condition().equals(clauses.get(later).condition());
                if (first.isCatchAll() || covers) {
                    doubt(
                            Pointer.to(path, later),
                            "can never apply: rule %d before it already does"
                                    .formatted(before + 1));
                    break;
                }
            }
        }
    }

    private String unknown(String name) {
        return "there is no step `%s` in the timeline%s"
                .formatted(name, Suggestion.didYouMean(name, timeline));
    }

    private void breach(String path, String message) {
        breaches.add(new Breach(path, message));
    }

    private void doubt(String path, String message) {
        doubts.add(new Breach(path, message));
    }
}
