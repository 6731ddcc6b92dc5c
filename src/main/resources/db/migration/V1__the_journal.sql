-- What happened to every run, and the little that is derived from it. A journal row is one
-- transition: the events of one run that became true together.

CREATE TABLE journal (
    run_id uuid        NOT NULL,
    seq    int         NOT NULL, -- number of the first event
    last   int         NOT NULL, -- number of the last event; the run's next row begins at last + 1
    at     timestamptz NOT NULL,
    events text        NOT NULL, -- [{"type": "step.completed", "data": {…}}, …]
    PRIMARY KEY (run_id, seq),
    CONSTRAINT events_are_numbered_from_one    CHECK (seq >= 1),
    CONSTRAINT a_transition_has_a_first_event  CHECK (last >= seq)
) PARTITION BY RANGE (run_id);

CREATE TABLE runs (
    id             uuid        PRIMARY KEY,
    workflow       text        NOT NULL,
    version        text        NOT NULL,
    state          text        NOT NULL,
    reason         text,
    message        text,
    seq            int         NOT NULL, -- as of the last change of this row, not of the journal
    owner          uuid,                 -- the node that has it in memory
    parent_run_id  uuid,
    tags           text[]      NOT NULL DEFAULT '{}',
    priority       int         NOT NULL DEFAULT 0,
    correlation_id text,
    created_at     timestamptz NOT NULL,
    started_at     timestamptz,
    ended_at       timestamptz,
    updated_at     timestamptz NOT NULL,
    start_at       timestamptz,          -- not to be started before
    wake_at        timestamptz,          -- when a waiting run must be looked at again
    CONSTRAINT events_are_numbered_from_one CHECK (seq >= 1),
    CONSTRAINT a_state_is_one_of_six
        CHECK (state IN ('QUEUED', 'RUNNING', 'WAITING', 'COMPLETED', 'FAILED', 'CANCELED')),
    CONSTRAINT a_run_that_ended_says_when
        CHECK ((state IN ('COMPLETED', 'FAILED', 'CANCELED')) = (ended_at IS NOT NULL)),
    CONSTRAINT waiting_has_a_reason CHECK (state <> 'WAITING' OR reason IS NOT NULL),
    CONSTRAINT an_end_without_success_has_a_reason
        CHECK (state NOT IN ('FAILED', 'CANCELED') OR reason IS NOT NULL),
    CONSTRAINT a_running_run_has_started_somewhere
        CHECK (state <> 'RUNNING' OR (started_at IS NOT NULL AND owner IS NOT NULL)),
    CONSTRAINT a_run_that_ended_is_nobodys_and_waits_for_nothing
        CHECK (ended_at IS NULL OR (owner IS NULL AND wake_at IS NULL))
) WITH (fillfactor = 75);

-- Ids are UUIDv7: the primary key is also the order of creation. Each index more costs throughput,
-- so all but one are partial, and a run that starts at once and succeeds enters only two.
CREATE INDEX runs_of_a_workflow   ON runs (workflow, id);
CREATE INDEX runs_of_a_node       ON runs (owner, id)       WHERE owner IS NOT NULL;
CREATE INDEX runs_queued          ON runs (priority DESC, created_at)
    WHERE state = 'QUEUED' AND owner IS NULL AND start_at IS NULL;
CREATE INDEX runs_to_start_later  ON runs (start_at)
    WHERE state = 'QUEUED' AND owner IS NULL AND start_at IS NOT NULL;
CREATE INDEX runs_due             ON runs (wake_at)
    WHERE state = 'WAITING' AND owner IS NULL AND wake_at IS NOT NULL;
CREATE INDEX runs_in_a_rare_state ON runs (state, id)       WHERE state NOT IN ('RUNNING', 'COMPLETED');
CREATE INDEX runs_with_tags       ON runs USING gin (tags)  WHERE tags <> '{}';
CREATE INDEX runs_correlated      ON runs (correlation_id)  WHERE correlation_id IS NOT NULL;
CREATE INDEX runs_with_a_parent   ON runs (parent_run_id)   WHERE parent_run_id IS NOT NULL;

-- One row per group commit. A lane is one writer connection of one node; its n counts without gaps
-- in the order of its commits, which is the order of the feed. Whoever removes old rows leaves the
-- last one of each lane, for the next n is found by it.
CREATE TABLE commits (
    lane    uuid        NOT NULL,
    n       bigint      NOT NULL,
    epoch   int         NOT NULL DEFAULT 0, -- of the writer's lease
    at      timestamptz NOT NULL,
    run_ids uuid[]      NOT NULL,
    seqs    int[]       NOT NULL,
    PRIMARY KEY (lane, n),
    CONSTRAINT each_run_has_its_seq CHECK (cardinality(run_ids) = cardinality(seqs))
);
ALTER TABLE commits ALTER run_ids SET STORAGE EXTERNAL, ALTER seqs SET STORAGE EXTERNAL;

-- The lease: who writes holds its row FOR KEY SHARE. The epoch is part of a key, so raising it waits
-- for writes in flight and refuses later ones, while a heartbeat blocks nobody.
CREATE TABLE nodes (
    id         uuid        NOT NULL UNIQUE,
    epoch      int         NOT NULL,
    name       text        NOT NULL,
    beat       bigint      NOT NULL DEFAULT 0, -- negative: ended on purpose, or taken over
    started_at timestamptz NOT NULL,
    PRIMARY KEY (id, epoch)
) WITH (fillfactor = 10);

CREATE TABLE idempotency (
    key    bytea       PRIMARY KEY,
    body   bytea       NOT NULL,
    run_id uuid        NOT NULL,
    at     timestamptz NOT NULL
);
CREATE INDEX idempotency_by_age ON idempotency USING brin (at);

-- Positions in the feed are only valid in the database they were read from.
CREATE TABLE incarnation (
    id  uuid    NOT NULL DEFAULT gen_random_uuid(),
    one boolean PRIMARY KEY DEFAULT true,
    CONSTRAINT there_is_only_one CHECK (one)
);
INSERT INTO incarnation DEFAULT VALUES;

-- One row per event, for people and SQL.
CREATE VIEW events AS
SELECT j.run_id,
       j.seq + e.ordinality::int - 1 AS seq,
       j.at,
       e.value ->> 'type'            AS type,
       e.value -> 'data'             AS data
  FROM journal j, jsonb_array_elements(j.events::jsonb) WITH ORDINALITY e;

-- Guards. They bind the owner of the tables and superusers too. The conditions stand in WHEN, so
-- that legal changes don't call a function.

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = format('%s of %s refused: %s', tg_op, tg_table_name, tg_argv[0]);
END $$;

CREATE FUNCTION refuse_unless_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM runs WHERE id = old.run_id AND ended_at IS NOT NULL) THEN
        RETURN old;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = format('DELETE of %s refused: run %s has not ended', tg_table_name, old.run_id);
END $$;

CREATE FUNCTION refuse_while_it_has_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF old.ended_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM journal WHERE run_id = old.id) THEN
        RETURN old;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = format('DELETE of runs refused: run %s has not ended or still has events', old.id);
END $$;

CREATE TRIGGER what_happened_stays BEFORE UPDATE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse('what happened does not change');
CREATE TRIGGER a_run_keeps_its_events BEFORE DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ended();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('drop or detach old partitions instead');

CREATE TRIGGER a_run_never_goes_back BEFORE UPDATE ON runs
    FOR EACH ROW
    WHEN (new.seq < old.seq
          OR (old.ended_at IS NOT NULL AND old.* IS DISTINCT FROM new.*)
          OR (new.state = 'QUEUED' AND old.state <> 'QUEUED')
          OR new.id <> old.id
          OR new.created_at <> old.created_at)
    EXECUTE FUNCTION refuse('a run never goes back, and never changes after its end');
CREATE TRIGGER a_run_goes_after_its_events BEFORE DELETE ON runs
    FOR EACH ROW EXECUTE FUNCTION refuse_while_it_has_events();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON runs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('runs are deleted one by one, after their events');

CREATE TRIGGER what_was_committed_stays BEFORE UPDATE ON commits
    FOR EACH ROW EXECUTE FUNCTION refuse('a commit does not change');
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON commits
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('the last commit of each lane is needed');

-- Partitions: one for each week of run ids, from Monday, UTC. What fits none of them (a clock that
-- is months wrong, an id that is no UUIDv7) goes to journal_other and is not refused.

CREATE TABLE journal_other PARTITION OF journal DEFAULT;
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal_other
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('drop or detach old partitions instead');

-- The smallest UUIDv7 of that moment or later.
CREATE FUNCTION first_run_id(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT rpad(lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

-- Makes the partition of the week that moment is in, guarded, unless it is there or journal_other
-- already has runs of that week. Attaching a complete table stops no writer for long; whoever would
-- have to wait for a stranger gives up before writers queue up behind.
CREATE FUNCTION make_journal_partition(moment timestamptz) RETURNS boolean LANGUAGE plpgsql
SET lock_timeout = '100ms' AS $$
DECLARE
    week  timestamptz := date_trunc('week', moment, 'UTC');
    leaf  text := to_char(week AT TIME ZONE 'UTC', '"journal_"IYYY"w"IW');
    start uuid := first_run_id(week);
    until uuid := first_run_id(week + interval '168 hours');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('make_journal_partition', 0));
    IF to_regclass(leaf) IS NOT NULL
       OR EXISTS (SELECT FROM journal_other WHERE run_id >= start AND run_id < until) THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE journal INCLUDING ALL)', leaf);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
                   'EXECUTE FUNCTION refuse(''drop or detach old partitions instead'')', leaf);
    EXECUTE format('ALTER TABLE journal ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   leaf, start, until);
    RETURN true;
END $$;

SELECT make_journal_partition(now() + week * interval '168 hours') FROM generate_series(0, 8) week;
