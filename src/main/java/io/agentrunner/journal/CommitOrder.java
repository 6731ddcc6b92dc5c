package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts the commits of several lanes into one order in which every lane counts up and every run's
 * events do. There always is one, for what happened had one; clocks only break ties.
 */
final class CommitOrder {

    private final Map<UUID, Deque<Commit>> lanes = new LinkedHashMap<>();
    private final Map<RunId, TreeSet<Integer>> open = new HashMap<>();

    private CommitOrder(List<Commit> commits) {
        for (var commit : commits) {
            lanes.computeIfAbsent(commit.lane(), _ -> new ArrayDeque<>()).add(commit);
            for (var slot : commit.slots()) {
                open.computeIfAbsent(slot.run(), _ -> new TreeSet<>()).add(slot.seq());
            }
        }
    }

    /**
     * Orders them.
     *
     * @param commits those of one lane in its order
     * @param begun the lane whose first commit was sent in part, and so goes first
     */
    static List<Commit> of(List<Commit> commits, @Nullable UUID begun) {
        var order = new CommitOrder(commits);
        var ordered = new ArrayList<Commit>(commits.size());
        if (begun != null && order.lanes.containsKey(begun)) {
            ordered.add(order.take(begun));
        }
        while (!order.lanes.isEmpty()) {
            ordered.add(order.take(order.next()));
        }
        return ordered;
    }

    private UUID next() {
        var oldest = Comparator.comparing(Commit::at).thenComparing(Commit::lane);
        var heads = lanes.values().stream().map(Deque::getFirst).sorted(oldest).toList();
        return heads.stream().filter(this::isReady).findFirst().orElse(heads.getFirst()).lane();
    }

    private boolean isReady(Commit commit) {
        return lanes.size() == 1
                || commit.slots().stream()
                        .allMatch(slot -> earlier(slot.run(), slot.seq()) == null);
    }

    private @Nullable Integer earlier(RunId run, int seq) {
        var seqs = open.get(run);
        return seqs == null ? null : seqs.lower(seq);
    }

    private Commit take(UUID lane) {
        var left = lanes.getOrDefault(lane, new ArrayDeque<>());
        var commit = left.remove();
        if (left.isEmpty()) {
            lanes.remove(lane);
        }
        for (var slot : commit.slots()) {
            open.computeIfPresent(
                    slot.run(),
                    (_, seqs) -> {
                        seqs.remove(slot.seq());
                        return seqs;
                    });
        }
        return commit;
    }

    /**
     * What can be ordered although some lanes have more than was read: nothing younger than the
     * last that is known of those.
     *
     * @param cut the time of the last commit read of each such lane
     */
    static List<Commit> upTo(List<Commit> commits, List<Instant> cut) {
        if (cut.isEmpty()) {
            return commits;
        }
        var limit = cut.stream().min(Comparator.naturalOrder()).orElseThrow();
        var latest = new HashMap<UUID, Instant>();
        return commits.stream()
                .filter(
                        commit -> {
                            var at =
                                    latest.merge(
                                            commit.lane(),
                                            commit.at(),
                                            (a, b) -> a.isAfter(b) ? a : b);
                            return !at.isAfter(limit);
                        })
                .toList();
    }
}
