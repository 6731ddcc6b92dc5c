package io.agentrunner.journal;

/**
 * The statements of {@link RunList}. A filter that is not given is NULL, and the planner, which
 * sees the values, leaves its condition out.
 */
final class RunListSql {

    /**
     * The conditions on creation times name ids too, for those are indexed; a clock may be off by a
     * day. $3 says that only RUNNING is asked for: those have an owner, and an index. Of one state
     * the index gives the newest at once, of several it doesn't.
     */
    private static final String MATCHING =
            """
            FROM runs
             WHERE ($1::text IS NULL OR workflow = $1)
               AND ($2::text[] IS NULL OR state = ANY ($2))
               AND (coalesce(cardinality($2), 0) <> 1 OR state = ($2)[1])
               AND (NOT $3::boolean OR owner IS NOT NULL)
               AND ($4::text IS NULL OR reason = $4)
               AND ($5::text IS NULL OR tags @> ARRAY[$5] AND tags <> '{}')
               AND ($6::uuid IS NULL OR parent_run_id = $6)
               AND ($7::timestamptz IS NULL
                    OR created_at > $7 AND id >= first_run_id($7 - interval '1 day'))
               AND ($8::timestamptz IS NULL
                    OR created_at < $8 AND id < first_run_id($8 + interval '1 day'))
               AND ($9::text IS NULL
                    OR id BETWEEN $10::uuid AND $11::uuid
                    OR strpos(lower(workflow), $9) > 0
                    OR strpos(lower(correlation_id), $9) > 0
                    OR strpos(lower(message), $9) > 0
                    OR strpos(lower(array_to_string(tags, E'\\n')), $9) > 0)
            """;

    /**
     * Only what stands before the payload is looked at, and only at the beginning of an event: what
     * a payload says can't be taken for an event.
     */
    private static final String WITH_LAST_EVENTS =
            """
            SELECT page.*, coalesce(tail.last, page.listed_seq) AS seq,
                   coalesce(tail.at, page.listed_at) AS updated_at, step.path AS current_step
              FROM page
              LEFT JOIN LATERAL
                   (SELECT last, at FROM journal WHERE run_id = page.id ORDER BY seq DESC LIMIT 1) tail
                   ON true
              LEFT JOIN LATERAL
                   (SELECT substring(left(e.event::text, 2000)
                                     FROM '^{"type":"step\\.[a-z_]+","data":{"path":"([^"\\\\]+)"') AS path
                      FROM (SELECT seq, events FROM journal
                             WHERE run_id = page.id AND page.state <> 'COMPLETED'
                             ORDER BY seq DESC LIMIT 3) recent,
                           json_array_elements(recent.events::json) WITH ORDINALITY e (event, place)
                     WHERE left(e.event::text, 14) = '{"type":"step.'
                     ORDER BY recent.seq DESC, e.place DESC
                     LIMIT 1) step
                   ON true
            """;

    private static final String COLUMNS =
            """
            WITH page AS MATERIALIZED (
            SELECT id, workflow, version, state, reason, message, tags, priority, correlation_id,
                   parent_run_id, forked_from, created_at, started_at, ended_at, coalesce(wake_at, start_at) AS wake_at,
                   seq AS listed_seq, updated_at AS listed_at
            """;

    private static final String NEWEST_FIRST =
            COLUMNS
                    + MATCHING
                    + "AND ($12::uuid IS NULL OR id < $12) ORDER BY id DESC LIMIT $13)\n"
                    + WITH_LAST_EVENTS
                    + "ORDER BY page.id DESC";

    private static final String OLDEST_FIRST =
            COLUMNS
                    + MATCHING
                    + "AND ($12::uuid IS NULL OR id > $12) ORDER BY id LIMIT $13)\n"
                    + WITH_LAST_EVENTS
                    + "ORDER BY page.id";

    static final String TOTAL =
            "SELECT count(*) AS total FROM (SELECT\n" + MATCHING + "LIMIT 10001) matching";

    static final String IDS =
            "SELECT id\n" + MATCHING + "AND ($12::uuid IS NULL OR id > $12) ORDER BY id LIMIT $13";

    static final String COUNTS =
            """
            SELECT (SELECT count(*) FROM (SELECT FROM runs WHERE state = 'QUEUED' LIMIT 10000) x) AS queued,
                   (SELECT count(*) FROM (SELECT FROM runs WHERE state = 'RUNNING' AND owner IS NOT NULL
                                          LIMIT 10000) x) AS running,
                   (SELECT count(*) FROM (SELECT FROM runs WHERE state = 'WAITING' LIMIT 10000) x) AS waiting,
                   (SELECT count(*) FROM (SELECT FROM runs WHERE state = 'COMPLETED' LIMIT 10000) x) AS completed,
                   (SELECT count(*) FROM (SELECT FROM runs WHERE state = 'FAILED' LIMIT 10000) x) AS failed,
                   (SELECT count(*) FROM (SELECT FROM runs WHERE state = 'CANCELED' LIMIT 10000) x) AS canceled""";

    static final String FORKS = "SELECT id FROM runs WHERE forked_from = $1 ORDER BY id LIMIT $2";

    static final String WAITING =
            """
            SELECT reason, count(*) AS runs
              FROM (SELECT reason FROM runs WHERE state = 'WAITING' LIMIT 10000) waiting
             GROUP BY reason""";

    private RunListSql() {}

    static String page(RunList.Order order) {
        return switch (order) {
            case NEWEST_FIRST -> NEWEST_FIRST;
            case OLDEST_FIRST -> OLDEST_FIRST;
        };
    }
}
