package io.agentrunner.journal;

import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OldCommitsTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String LEFT =
            "SELECT n FROM commits WHERE cardinality(run_ids) = 0 ORDER BY lane, n";

    private final TestNode node = new TestNode(TestDatabase.fresh());
    private final OldCommits commits = new OldCommits(node.pool);

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void old_ones_go_and_young_ones_stay() {
        lane(1, 5, "2 days");
        lane(1, 3, "1 hour");

        assertThat(get(commits.remove(DAY))).isEqualTo(5);

        assertThat(node.values(LEFT)).containsExactly(6L, 7L, 8L);
        assertThat(get(commits.remove(DAY))).isZero();
    }

    @Test
    void the_last_of_each_lane_stays_however_old_it_is() {
        lane(1, 2, "2 days");
        lane(2, 4, "3 days");

        assertThat(get(commits.remove(DAY))).isEqualTo(4);

        assertThat(node.values(LEFT)).containsExactly(2L, 4L);
    }

    @Test
    void no_more_than_a_thousand_of_a_lane_go_at_once() {
        lane(1, 1500, "2 days");

        assertThat(get(commits.remove(DAY))).isEqualTo(OldCommits.ROWS_OF_A_LANE);
        assertThat(get(commits.remove(DAY))).isEqualTo(499);
        assertThat(get(commits.remove(DAY))).isZero();
    }

    private void lane(int lane, int more, String ago) {
        node.sql(
                """
                INSERT INTO commits (lane, n, at, run_ids, seqs)
                SELECT lpad('%1$d', 32, '0')::uuid, coalesce(max(n), 0) + i, now() - interval '%3$s', '{}', '{}'
                  FROM generate_series(1, %2$d) AS i
                  LEFT JOIN commits ON lane = lpad('%1$d', 32, '0')::uuid
                 GROUP BY i"""
                        .formatted(lane, more, ago));
    }
}
