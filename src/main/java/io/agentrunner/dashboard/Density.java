package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Axis.percent;

import io.agentrunner.dashboard.StepTree.Place;
import io.agentrunner.dashboard.Timeline.Bar;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many of many steps were under way at a time: a row of narrow bars. */
final class Density {

    private static final int PLACES = 96;
    private static final int HIGHEST = 22;
    private static final int LOWEST = 3;

    private final Axis axis;
    private final Instant end;
    private final int[] active = new int[PLACES];
    private final int[] failed = new int[PLACES];
    private final boolean[] live = new boolean[PLACES];
    private final double width;

    Density(Axis axis, Instant end) {
        this.axis = axis;
        this.end = end;
        this.width = axis.width() / PLACES;
    }

    List<Bar> bars(List<Place> places, int top) {
        places.forEach(place -> place.iterations().forEach(this::add));
        int most = Math.max(1, Arrays.stream(active).max().orElse(1));
        var bars = new ArrayList<Bar>();
        for (int from = 0; from < PLACES; ) {
            int to = from + 1;
            while (to < PLACES && alike(from, to)) {
                to++;
            }
            if (active[from] > 0) {
                bars.add(bar(from, to, most, top));
            }
            from = to;
        }
        return bars;
    }

    private void add(StepRun step) {
        var ended = step.endedAt();
        int first = at(step.startedAt());
        int last = at(ended == null ? end : ended);
        for (int i = first; i <= last; i++) {
            active[i]++;
            live[i] |= ended == null;
        }
        if (step.state() == StepState.FAILED) {
            failed[last]++;
        }
    }

    private int at(Instant moment) {
        return Math.clamp((int) ((axis.at(moment) - axis.left()) / width), 0, PLACES - 1);
    }

    private boolean alike(int one, int other) {
        return active[one] == active[other]
                && live[one] == live[other]
                && (failed[one] > 0) == (failed[other] > 0);
    }

    private Bar bar(int from, int to, int most, int top) {
        int height = Math.max(LOWEST, HIGHEST * active[from] / most);
        var css = failed[from] > 0 ? "is-failed" : live[from] ? "is-running" : "is-completed";
        return new Bar(
                css,
                percent(axis.left() + from * width),
                percent((to - from) * width),
                top + 27 - height,
                height,
                Words.count(active[from]) + " at a time",
                "");
    }
}
