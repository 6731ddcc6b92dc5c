package io.agentrunner.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each way beside a timeline a lane in which it meets no other; short ones come inside.
 * Beyond a number of lanes that nobody can tell apart, ways share them.
 */
final class Lanes<T> {

    static final int MOST = 60;

    private final Map<T, Integer> lanes = new HashMap<>();
    private final List<List<Span<T>>> taken = new ArrayList<>();

    /** How far something reaches, from top to bottom. */
    record Span<T>(T what, int top, int bottom) {

        boolean meets(Span<T> other) {
            return top <= other.bottom && other.top <= bottom;
        }
    }

    Lanes(List<Span<T>> spans) {
        spans.stream()
                .sorted(Comparator.comparingInt(span -> span.bottom() - span.top()))
                .forEach(this::add);
    }

    private void add(Span<T> span) {
        int lane = 0;
        while (lane < taken.size() && taken.get(lane).stream().anyMatch(span::meets)) {
            lane++;
        }
        if (lane == MOST) {
            lanes.put(span.what(), lanes.size() % MOST);
            return;
        }
        if (lane == taken.size()) {
            taken.add(new ArrayList<>());
        }
        taken.get(lane).add(span);
        lanes.put(span.what(), lane);
    }

    /** From 0, the inmost. */
    int of(T what) {
        return lanes.getOrDefault(what, 0);
    }

    int count() {
        return taken.size();
    }
}
