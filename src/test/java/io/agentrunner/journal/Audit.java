package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of the tables whatever happened. */
final class Audit {

    private static final String GAPS_AND_OVERLAPS =
            """
            SELECT run_id FROM (SELECT run_id, seq, lag(last, 1, 0) OVER (PARTITION BY run_id ORDER BY seq) AS before
                                  FROM journal) AS rows
             WHERE seq <> before + 1""";

    private static final String COMMITTED_BUT_NOT_WRITTEN =
            """
            SELECT c.run_id FROM commits, unnest(run_ids, seqs) AS c (run_id, seq)
              LEFT JOIN journal j ON j.run_id = c.run_id AND j.seq = c.seq
             WHERE j.run_id IS NULL AND EXISTS (SELECT FROM runs WHERE id = c.run_id)""";

    private static final String WRITTEN_BUT_NOT_COMMITTED_ONCE =
            """
            SELECT j.run_id FROM journal j
              LEFT JOIN (SELECT c.run_id, c.seq FROM commits, unnest(run_ids, seqs) AS c (run_id, seq)) AS c
                     ON j.run_id = c.run_id AND j.seq = c.seq
             GROUP BY j.run_id, j.seq HAVING count(c.run_id) <> 1""";

    private static final String LANES_WITH_GAPS =
            "SELECT lane FROM commits GROUP BY lane HAVING max(n) <> count(*) OR min(n) <> 1";

    private static final String LISTED_WRONGLY =
            """
            SELECT id FROM runs
             WHERE NOT EXISTS (SELECT FROM journal WHERE run_id = id AND last = runs.seq)
                OR (ended_at IS NOT NULL) <> EXISTS
                   (SELECT FROM events WHERE run_id = id
                       AND type IN ('run.completed', 'run.failed', 'run.canceled'))""";

    private static final String UNLISTED =
            "SELECT run_id FROM journal WHERE NOT EXISTS (SELECT FROM runs WHERE id = run_id)";

    private final TestNode node;

    private Audit(TestNode node) {
        this.node = node;
    }

    static Audit of(TestNode node) {
        return new Audit(node);
    }

    void check() {
        assertNone(GAPS_AND_OVERLAPS);
        assertNone(COMMITTED_BUT_NOT_WRITTEN);
        assertNone(WRITTEN_BUT_NOT_COMMITTED_ONCE);
        assertNone(LANES_WITH_GAPS);
        assertNone(LISTED_WRONGLY);
        assertNone(UNLISTED);
    }

    private void assertNone(String sql) {
        assertThat(node.values(sql)).as(sql).isEmpty();
    }
}
