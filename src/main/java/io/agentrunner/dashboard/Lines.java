package io.agentrunner.dashboard;

import io.agentrunner.dashboard.StepTree.Place;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Nested;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a tree of steps is shown, line by line: all of it, but of many steps inside one only
 * their numbers until somebody opens them.
 */
record Lines(List<Line> all) {

    /** As many branches are shown by themselves. */
    static final int FEW = 20;

    /** As many of those that were opened are on one page. */
    static final int PAGE = 50;

    sealed interface Line {}

    /** A step by itself. */
    record One(Place place) implements Line {}

    /**
     * Many steps inside one.
     *
     * @param chosen how many of them can be paged through
     * @param open whether the lines below are some of them
     */
    record Many(Place fan, Tally tally, Opened opened, int chosen, boolean open) implements Line {

        String noun() {
            return fan.definition().nested() instanceof Nested.ForEach ? "item" : "step";
        }
    }

    /**
     * What a reader opened.
     *
     * @param path the step whose insides are shown, or empty
     * @param from how many of them come before
     * @param only state of those to show, or empty for all
     */
    record Opened(String path, int from, String only) {
        static final Opened NOTHING = new Opened("", 0, "");

        Opened of(Place fan) {
            return fan.path().equals(path) ? this : NOTHING;
        }

        private boolean wants(Place place) {
            return only.isEmpty() || place.state().name().equals(only);
        }
    }

    static Lines of(StepTree tree, Opened opened) {
        var lines = new ArrayList<Line>();
        tree.roots().forEach(it -> add(it, opened, lines));
        return new Lines(lines);
    }

    private static void add(Place place, Opened opened, List<Line> lines) {
        lines.add(new One(place));
        if (place.inside().size() <= FEW) {
            place.inside().forEach(it -> add(it, opened, lines));
            return;
        }
        var here = opened.of(place);
        boolean open = !here.path().isEmpty();
        var chosen = place.inside().stream().filter(here::wants).toList();
        lines.add(new Many(place, Tally.of(place.inside()), here, chosen.size(), open));
        shown(chosen, here, open).forEach(it -> add(it, opened, lines));
    }

    /** Of those that nobody opened what went wrong is worth a line. */
    private static List<Place> shown(List<Place> all, Opened here, boolean open) {
        return open
                ? all.stream().skip(here.from()).limit(PAGE).toList()
                : all.stream().filter(it -> it.state() == StepState.FAILED).limit(3).toList();
    }
}
