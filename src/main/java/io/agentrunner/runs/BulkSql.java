package io.agentrunner.runs;

/** The statements of {@link BulkJobs} and {@link BulkLedger}. */
final class BulkSql {

    static final String CREATE =
            """
            INSERT INTO bulk_jobs (id, action, filter, reason, state, total, total_is_estimate, created_at)
            VALUES ($1, $2, $3, $4, 'RUNNING', $5, $6, $7)
            ON CONFLICT (id) DO NOTHING""";

    static final String FIND = "SELECT * FROM bulk_jobs WHERE id = $1";

    /** What was begun when it was stopped is still told. */
    static final String STOP =
            """
            UPDATE bulk_jobs SET state = 'STOPPED', ended_at = now(), worker = NULL
             WHERE id = $1 AND ended_at IS NULL""";

    /**
     * Jobs that nobody has, that this node had before it was started, or whose worker is silent.
     */
    static final String CLAIM =
            """
            UPDATE bulk_jobs SET worker = $1, worked_at = now()
             WHERE id IN (SELECT id FROM bulk_jobs
                           WHERE ended_at IS NULL AND id <> ALL ($2)
                             AND (worker IS NULL OR worker = $1
                                  OR worked_at < now() - interval '30 seconds')
                           ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING *""";

    static final String RELEASE =
            "UPDATE bulk_jobs SET worker = NULL WHERE worker = $1 AND ended_at IS NULL";

    static final String END =
            """
            UPDATE bulk_jobs SET state = 'COMPLETED', ended_at = now(), worker = NULL
             WHERE id = $1 AND worker = $2 AND ended_at IS NULL""";

    static final String FORGET =
            "DELETE FROM bulk_jobs WHERE ended_at < now() - interval '30 days'";

    static final String TO_COME =
            """
            SELECT run_id FROM bulk_results
             WHERE job_id = $1 AND outcome IS NULL
             ORDER BY run_id LIMIT $2""";

    static final String NOTE =
            """
            WITH job AS (
                UPDATE bulk_jobs SET position = $3, found = found + cardinality($4::uuid[]), worked_at = now()
                 WHERE id = $1 AND worker = $2 AND ended_at IS NULL
                RETURNING id
            )
            INSERT INTO bulk_results (job_id, run_id)
            SELECT job.id, run FROM job, unnest($4::uuid[]) AS run""";

    static final String TELL =
            """
            WITH told AS (
                UPDATE bulk_results result
                   SET outcome = t.outcome, detail = t.detail, new_run_id = t.made, at = now()
                  FROM unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[]) AS t (run_id, outcome, detail, made)
                 WHERE result.job_id = $1 AND result.run_id = t.run_id AND result.outcome IS NULL
                RETURNING result.outcome
            )
            UPDATE bulk_jobs
               SET done = done + (SELECT count(*) FROM told WHERE outcome = 'DONE'),
                   refused = refused + (SELECT count(*) FROM told WHERE outcome = 'REFUSED'),
                   failed = failed + (SELECT count(*) FROM told WHERE outcome = 'FAILED'),
                   worked_at = now()
             WHERE id = $1
            RETURNING ended_at IS NULL AND worker = $2 AS goes_on""";

    static final String RESULTS =
            """
            SELECT run_id, outcome, detail, new_run_id FROM bulk_results
             WHERE job_id = $1 AND ($2::uuid IS NULL OR run_id > $2)
               AND ($3::text IS NULL OR outcome = $3)
             ORDER BY run_id LIMIT $4""";

    private BulkSql() {}
}
