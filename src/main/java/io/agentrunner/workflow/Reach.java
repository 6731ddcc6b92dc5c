package io.agentrunner.workflow;

import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow.Turn;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which steps of a timeline some run could come to. */
final class Reach {

    private final List<String> timeline;
    private final Flow flow;
    private final Set<String> reached = new HashSet<>();
    private final ArrayDeque<String> open = new ArrayDeque<>();

    private Reach(List<String> timeline, Flow flow) {
        this.timeline = timeline;
        this.flow = flow;
    }

    /** Those that every way passes by, in their order. */
    static List<String> beyond(List<String> timeline, Flow flow) {
        var reach = new Reach(timeline, flow);
        timeline.stream().findFirst().ifPresent(reach::come);
        while (!reach.open.isEmpty()) {
            reach.leave(reach.open.remove());
        }
        return timeline.stream().filter(step -> !reach.reached.contains(step)).toList();
    }

    private void come(String step) {
        if (timeline.contains(step) && reached.add(step)) {
            open.add(step);
        }
    }

    private void leave(String step) {
        if (flow.clauses(Turn.BRANCH, step).isEmpty()) {
            goOn(step);
        }
        for (var turn : Turn.values()) {
            for (var clause : flow.clauses(turn, step)) {
                follow(step, clause);
                if (clause.isCatchAll()) {
                    break;
                }
            }
        }
    }

    private void follow(String step, Clause clause) {
        switch (clause.then()) {
            case Continue _ -> goOn(step);
            case BackTo(var target) -> come(target);
            case SkipTo(var target) -> come(target);
            case Fail _ -> {}
        }
    }

    private void goOn(String step) {
        int next = timeline.indexOf(step) + 1;
        if (next < timeline.size()) {
            come(timeline.get(next));
        }
    }
}
