-- Old runs leave by the thousand, so the guards of what they leave look at a statement's rows together: row by row they took
-- nine tenths of the time. A list by reason finds its runs however many others wait, and a start
-- finds children that nobody waits for any more however many runs have ended.

CREATE FUNCTION refuse_unless_all_ended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    running uuid := (SELECT run_id FROM (SELECT DISTINCT run_id FROM gone) AS of_run
                      WHERE NOT EXISTS (SELECT FROM runs WHERE id = run_id AND ended_at IS NOT NULL)
                      LIMIT 1);
BEGIN
    IF running IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            MESSAGE = format('DELETE of %s refused: run %s has not ended', tg_table_name, running);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_while_any_has_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids  uuid[] := (SELECT array_agg(id) FROM gone);
    kept uuid   := coalesce((SELECT id FROM gone WHERE ended_at IS NULL LIMIT 1),
                            (SELECT run_id FROM journal WHERE run_id = ANY (ids) LIMIT 1));
BEGIN
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            MESSAGE = format('DELETE of runs refused: run %s has not ended or still has events', kept);
    END IF;
    RETURN NULL;
END $$;

-- A statement's guard is that of the table it names, so each partition has one of its own.
CREATE FUNCTION guard_deletion_of_events(part regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER a_run_keeps_its_events AFTER DELETE ON %s REFERENCING OLD TABLE AS gone '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_all_ended()', part);
END $$;

DROP TRIGGER a_run_keeps_its_events ON journal; -- and on its partitions
SELECT guard_deletion_of_events('journal');
SELECT guard_deletion_of_events(inhrelid) FROM pg_inherits WHERE inhparent = 'journal'::regclass;

DROP TRIGGER a_run_goes_after_its_events ON runs;
CREATE TRIGGER a_run_goes_after_its_events AFTER DELETE ON runs REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_while_any_has_events();

DROP FUNCTION refuse_unless_ended, refuse_while_it_has_events;

CREATE OR REPLACE FUNCTION make_journal_partition(moment timestamptz) RETURNS boolean LANGUAGE plpgsql
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
    PERFORM guard_deletion_of_events(leaf);
    EXECUTE format('ALTER TABLE journal ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   leaf, start, until);
    RETURN true;
END $$;

CREATE INDEX runs_with_a_reason ON runs (reason, id) WHERE reason IS NOT NULL;
CREATE INDEX children_under_way ON runs (parent_run_id) WHERE parent_run_id IS NOT NULL AND ended_at IS NULL;
