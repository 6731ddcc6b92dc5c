package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Commit.Slot;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CommitOrderTest {

    private static final Instant NOON = EventSamples.NOON;
    private static final UUID LEFT = new UUID(0, 1);
    private static final UUID RIGHT = new UUID(0, 2);
    private static final RunId RUN = new RunId(new UUID(1, 1));

    @Test
    void a_run_goes_before_the_clock() {
        var first = commit(LEFT, 1, 10, 1);
        var second = commit(RIGHT, 1, 0, 2);
        assertThat(CommitOrder.of(List.of(second, first), null)).containsExactly(first, second);
    }

    @Test
    void what_was_begun_goes_first() {
        var early = commit(LEFT, 1, 0, 1);
        var begun = commit(RIGHT, 1, 10, 5);
        assertThat(CommitOrder.of(List.of(early, begun), RIGHT)).containsExactly(begun, early);
    }

    @Test
    void nothing_younger_than_what_is_known_is_taken() {
        var commits = List.of(commit(LEFT, 1, 0, 1), commit(LEFT, 2, 5, 2), commit(RIGHT, 1, 6, 3));
        assertThat(CommitOrder.upTo(commits, List.of(NOON.plusSeconds(5))))
                .isEqualTo(commits.subList(0, 2));
        assertThat(CommitOrder.upTo(commits, List.of())).isEqualTo(commits);
    }

    /** However the clocks of the lanes are off. */
    @Property(tries = 300)
    void lanes_count_up_and_runs_do(@ForAll long seed) {
        var random = new Random(seed);
        var n = new HashMap<UUID, Long>();
        var seqs = new HashMap<RunId, Integer>();
        var commits = new ArrayList<Commit>();
        for (int i = 0; i < 40; i++) {
            var lane = new UUID(0, random.nextInt(4));
            var slots =
                    Stream.generate(() -> new RunId(new UUID(1, random.nextInt(5))))
                            .limit(random.nextInt(4))
                            .distinct()
                            .map(run -> new Slot(run, seqs.merge(run, 2, Integer::sum)))
                            .toList();
            var at = NOON.plusSeconds(random.nextInt(10));
            commits.add(new Commit(lane, n.merge(lane, 1L, Long::sum), at, slots));
        }
        commits.sort(Comparator.comparing(Commit::lane));
        var ordered = CommitOrder.of(commits, null);
        assertThat(ordered).hasSameElementsAs(commits);
        Map<Object, List<Long>> told = new HashMap<>();
        for (var commit : ordered) {
            told.computeIfAbsent(commit.lane(), _ -> new ArrayList<>()).add(commit.n());
            for (var slot : commit.slots()) {
                told.computeIfAbsent(slot.run(), _ -> new ArrayList<>()).add((long) slot.seq());
            }
        }
        assertThat(told.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    private static Commit commit(UUID lane, long n, int seconds, int seq) {
        return new Commit(lane, n, NOON.plusSeconds(seconds), List.of(new Slot(RUN, seq)));
    }
}
