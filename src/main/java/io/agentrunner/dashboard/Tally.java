package io.agentrunner.dashboard;

import io.agentrunner.run.StepState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many of many steps are in each state. */
record Tally(Map<StepState, Integer> byState, int all) {

    private static final List<StepState> IN_ORDER =
            List.of(
                    StepState.FAILED,
                    StepState.RUNNING,
                    StepState.WAITING,
                    StepState.COMPLETED,
                    StepState.CANCELED,
                    StepState.SKIPPED,
                    StepState.PENDING);

    static Tally of(Collection<StepTree.Place> places) {
        var counts = new EnumMap<StepState, Integer>(StepState.class);
        places.forEach(it -> counts.merge(it.state(), 1, Integer::sum));
        return new Tally(counts, places.size());
    }

    int of(StepState state) {
        return byState.getOrDefault(state, 0);
    }

    /** Those that there are, what needs a look first. */
    List<StepState> states() {
        var present = new ArrayList<>(IN_ORDER);
        present.removeIf(it -> of(it) == 0);
        return present;
    }
}
