package io.agentrunner.journal;

/** The SQL of the writer: how a batch of transitions becomes durable, and how to learn whether. */
final class Statements {

    private Statements() {}

    /**
     * What one must be able to rely on in a writer's session. Generic plans with sequential scans
     * ruled out keep what was planned on tiny tables right on huge ones.
     */
    static final String SESSION =
            """
            SET application_name = 'agent-runner journal';
            SET default_transaction_isolation = 'read committed';
            SET synchronous_commit = on;
            SET plan_cache_mode = force_generic_plan;
            SET enable_seqscan = off;
            SET jit = off;
            SET statement_timeout = '10s';
            SET lock_timeout = '250ms'""";

    static final String IMPATIENT = "SET lock_timeout = '250ms'";

    /** While nothing can be done but wait. */
    static final String PATIENT = "SET lock_timeout = '10s'";

    /**
     * A whole batch or, by an error, nothing of it. Claims keys first, then appends, then lists:
     * one order of locks for all writers. The final count puts NULL into the key of the commit when
     * anything fell short, be it for want of the lease, which takes everything back. Facts about a
     * run that runs come from any node and make it nobody else's.
     */
    static final String ALL_OR_NOTHING =
            """
            WITH lease AS MATERIALIZED (
                SELECT 1 FROM nodes WHERE id = $1 AND epoch = $2 FOR KEY SHARE
            ), claimed AS (
                INSERT INTO idempotency (key, body, run_id, at)
                SELECT key, body, run_id, clock_timestamp()
                  FROM unnest($10::bytea[], $11::bytea[], $12::uuid[]) AS t (key, body, run_id)
                RETURNING 1
            ), appended AS (
                INSERT INTO journal (run_id, seq, last, at, events)
                SELECT run_id, seq, last, at, events
                  FROM unnest($5::uuid[], $6::int[], $7::int[], $8::timestamptz[], $9::text[])
                       AS t (run_id, seq, last, at, events)
                 WHERE (SELECT count(*) FROM lease) = 1
                   AND (SELECT count(*) FROM claimed) >= 0
                   AND (seq = 1
                        OR (SELECT before.last FROM journal before
                             WHERE before.run_id = t.run_id AND before.seq < t.seq
                               AND before.run_id BETWEEN ($5::uuid[])[1]
                                   AND ($5::uuid[])[cardinality($5::uuid[])] -- prunes partitions
                             ORDER BY before.seq DESC LIMIT 1) = t.seq - 1)
                RETURNING 1
            ), created AS (
                INSERT INTO runs (id, workflow, version, state, reason, message, seq, owner,
                                  parent_run_id, tags, priority, correlation_id, created_at,
                                  started_at, ended_at, updated_at, start_at, wake_at, turn_at,
                                  concurrency_key, concurrency_max, forked_from, asks)
                SELECT id, workflow, version, state, reason, message, seq, owner,
                       parent_run_id, tags::text[], priority, correlation_id, created_at,
                       started_at, ended_at, updated_at, start_at, wake_at, turn_at,
                       concurrency_key, concurrency_max, forked_from, asks
                  FROM unnest($13::uuid[], $14::text[], $15::text[], $16::text[], $17::text[],
                              $18::text[], $19::int[], $20::uuid[], $21::uuid[], $22::text[],
                              $23::int[], $24::text[], $25::timestamptz[], $26::timestamptz[],
                              $27::timestamptz[], $28::timestamptz[], $29::timestamptz[],
                              $30::timestamptz[], $31::timestamptz[], $32::text[],
                              $33::int[], $34::uuid[], $35::int[])
                       AS t (id, workflow, version, state, reason, message, seq, owner,
                             parent_run_id, tags, priority, correlation_id, created_at,
                             started_at, ended_at, updated_at, start_at, wake_at, turn_at,
                             concurrency_key, concurrency_max, forked_from, asks)
                 WHERE (SELECT count(*) FROM appended) >= 0
            ), changed AS (
                UPDATE runs
                   SET state = t.state, reason = t.reason, message = t.message, seq = t.seq,
                       owner = CASE WHEN runs.state = 'RUNNING' AND t.state = 'RUNNING'
                                    THEN runs.owner ELSE t.owner END,
                       started_at = t.started_at, ended_at = t.ended_at,
                       updated_at = t.updated_at, wake_at = t.wake_at, asks = t.asks
                  FROM unnest($36::uuid[], $37::text[], $38::text[], $39::text[], $40::int[],
                              $41::uuid[], $42::timestamptz[], $43::timestamptz[],
                              $44::timestamptz[], $45::timestamptz[], $46::int[])
                       AS t (id, state, reason, message, seq, owner, started_at, ended_at,
                             updated_at, wake_at, asks)
                 WHERE runs.id = t.id AND runs.seq < t.seq AND runs.ended_at IS NULL
                   AND (SELECT count(*) FROM appended) >= 0
                RETURNING 1
            )
            INSERT INTO commits (lane, epoch, n, at, run_ids, seqs)
            SELECT $3::uuid, $2::int,
                   CASE WHEN (SELECT count(*) FROM appended) = cardinality($5::uuid[])
                         AND (SELECT count(*) FROM changed) = cardinality($36::uuid[])
                        THEN $4::bigint END,
                   clock_timestamp(), $5::uuid[], $6::int[]""";

    /**
     * The same for a batch in which every run goes from one step to the next: no list shows a
     * difference and no key is claimed. Half of what is journalled is that, and for a small batch
     * it takes PostgreSQL two thirds of the time.
     */
    static final String ONWARD =
            """
            WITH lease AS MATERIALIZED (
                SELECT 1 FROM nodes WHERE id = $1 AND epoch = $2 FOR KEY SHARE
            ), appended AS (
                INSERT INTO journal (run_id, seq, last, at, events)
                SELECT run_id, seq, last, at, events
                  FROM unnest($5::uuid[], $6::int[], $7::int[], $8::timestamptz[], $9::text[])
                       AS t (run_id, seq, last, at, events)
                 WHERE (SELECT count(*) FROM lease) = 1
                   AND (SELECT before.last FROM journal before
                         WHERE before.run_id = t.run_id AND before.seq < t.seq
                           AND before.run_id BETWEEN ($5::uuid[])[1]
                               AND ($5::uuid[])[cardinality($5::uuid[])] -- prunes partitions
                         ORDER BY before.seq DESC LIMIT 1) = t.seq - 1
                RETURNING 1
            )
            INSERT INTO commits (lane, epoch, n, at, run_ids, seqs)
            SELECT $3::uuid, $2::int,
                   CASE WHEN (SELECT count(*) FROM appended) = cardinality($5::uuid[])
                        THEN $4::bigint END,
                   clock_timestamp(), $5::uuid[], $6::int[]""";

    /**
     * What of a batch can be committed, after something in it met a conflict. Says which runs were
     * appended to and whether the lease holds; without it there is no commit, not even an empty
     * one.
     */
    static final String SEPARATING =
            """
            WITH lease AS MATERIALIZED (
                SELECT 1 FROM nodes WHERE id = $1 AND epoch = $2 FOR KEY SHARE
            ), t AS MATERIALIZED (
                SELECT run_id, seq, last, at, events, key, body
                  FROM unnest($5::uuid[], $6::int[], $7::int[], $8::timestamptz[], $9::text[],
                              $10::bytea[], $11::bytea[])
                       AS t (run_id, seq, last, at, events, key, body)
            ), claimed AS (
                INSERT INTO idempotency (key, body, run_id, at)
                SELECT key, body, run_id, clock_timestamp()
                  FROM t
                 WHERE key IS NOT NULL AND (SELECT count(*) FROM lease) = 1
                 ORDER BY key
                ON CONFLICT (key) DO NOTHING
                RETURNING run_id
            ), appended AS (
                INSERT INTO journal (run_id, seq, last, at, events)
                SELECT run_id, seq, last, at, events
                  FROM t
                 WHERE (SELECT count(*) FROM lease) = 1
                   AND (SELECT count(*) FROM claimed) >= 0
                   AND (key IS NULL OR run_id IN (SELECT run_id FROM claimed))
                   AND (seq = 1
                        OR (SELECT before.last FROM journal before
                             WHERE before.run_id = t.run_id AND before.seq < t.seq
                             ORDER BY before.seq DESC LIMIT 1) = t.seq - 1)
                 ORDER BY run_id
                ON CONFLICT (run_id, seq) DO NOTHING
                RETURNING run_id, seq, last
            ), listed AS (
                INSERT INTO runs (id, workflow, version, state, reason, message, seq, owner,
                                  parent_run_id, tags, priority, correlation_id, created_at,
                                  started_at, ended_at, updated_at, start_at, wake_at, turn_at,
                                  concurrency_key, concurrency_max, forked_from, asks)
                SELECT id, workflow, version, state, reason, message, t.seq, owner,
                       parent_run_id, tags::text[], priority, correlation_id, created_at,
                       started_at, ended_at, updated_at, start_at, wake_at, turn_at,
                       concurrency_key, concurrency_max, forked_from, asks
                  FROM appended
                  JOIN unnest($12::uuid[], $13::text[], $14::text[], $15::text[], $16::text[],
                              $17::text[], $18::int[], $19::uuid[], $20::uuid[], $21::text[],
                              $22::int[], $23::text[], $24::timestamptz[], $25::timestamptz[],
                              $26::timestamptz[], $27::timestamptz[], $28::timestamptz[],
                              $29::timestamptz[], $30::timestamptz[], $31::text[],
                              $32::int[], $33::uuid[], $34::int[])
                       AS t (id, workflow, version, state, reason, message, seq, owner,
                             parent_run_id, tags, priority, correlation_id, created_at,
                             started_at, ended_at, updated_at, start_at, wake_at, turn_at,
                             concurrency_key, concurrency_max, forked_from, asks)
                    ON t.id = appended.run_id AND t.seq = appended.last
                 ORDER BY id
                ON CONFLICT (id) DO UPDATE
                   SET state = excluded.state, reason = excluded.reason,
                       message = excluded.message, seq = excluded.seq,
                       owner = CASE WHEN runs.state = 'RUNNING' AND excluded.state = 'RUNNING'
                                    THEN runs.owner ELSE excluded.owner END,
                       started_at = excluded.started_at, ended_at = excluded.ended_at,
                       updated_at = excluded.updated_at, wake_at = excluded.wake_at,
                       asks = excluded.asks
                 WHERE runs.seq < excluded.seq
            ), committed AS (
                INSERT INTO commits (lane, epoch, n, at, run_ids, seqs)
                SELECT $3::uuid, $2::int, $4::bigint, clock_timestamp(),
                       coalesce(array_agg(run_id), '{}'), coalesce(array_agg(seq), '{}')
                  FROM appended
                HAVING (SELECT count(*) FROM lease) = 1 -- an aggregate over no rows yields a row
            )
            SELECT (SELECT count(*) FROM lease) = 1 AS holds_lease,
                   (SELECT coalesce(array_agg(run_id), '{}') FROM appended) AS run_ids""";

    /** Waits for whoever may be writing that commit; makes it void when nobody did. */
    static final String VOID =
            """
            INSERT INTO commits (lane, epoch, n, at, run_ids, seqs)
            VALUES ($1, $2, $3, clock_timestamp(), '{}', '{}')
            ON CONFLICT DO NOTHING""";

    /**
     * A commit under another lease is somebody else's, even if this node's former or later self.
     */
    static final String COMMITTED =
            "SELECT unnest(run_ids) FROM commits WHERE lane = $1 AND epoch = $2 AND n = $3";

    static final String NEXT_N = "SELECT coalesce(max(n), 0) + 1 AS n FROM commits WHERE lane = $1";

    static final String KEYS =
            "SELECT key, body, run_id FROM idempotency WHERE key = ANY ($1::bytea[])";
}
