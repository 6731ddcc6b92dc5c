package io.agentrunner.catalog;

import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Flow.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which steps a run can pass without a result. */
final class Detours {

    private Detours() {}

    /** Of the steps before that place of the timeline those that may have no result there. */
    static Set<String> unsure(Draft draft, int place) {
        var unsure = new HashSet<String>();
        for (var turn : Turn.values()) {
            draft.flow()
                    .of(turn)
                    .forEach((step, clauses) -> note(draft, place, turn, step, clauses, unsure));
        }
        return unsure;
    }

    private static void note(
            Draft draft,
            int place,
            Turn turn,
            String step,
            List<Clause> clauses,
            Set<String> unsure) {
        int from = draft.timeline().indexOf(step);
        for (var clause : clauses) {
            int to =
                    switch (clause.then()) {
                        case Continue _ -> from + 1;
                        case SkipTo(var target) -> draft.timeline().indexOf(target);
                        default -> -1;
                    };
            if (from >= 0 && to > from && to <= place) {
                int first = turn == Turn.DIVERGE ? from : from + 1;
                unsure.addAll(draft.timeline().subList(first, to));
            }
        }
    }
}
