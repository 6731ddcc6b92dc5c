DROP INDEX runs_with_a_reason, children_under_way;

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

DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'journal'::regclass LOOP
        EXECUTE format('DROP TRIGGER a_run_keeps_its_events ON %s', part);
    END LOOP;
END $$;
DROP TRIGGER a_run_keeps_its_events ON journal;
CREATE TRIGGER a_run_keeps_its_events BEFORE DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ended();
DROP TRIGGER a_run_goes_after_its_events ON runs;
CREATE TRIGGER a_run_goes_after_its_events BEFORE DELETE ON runs
    FOR EACH ROW EXECUTE FUNCTION refuse_while_it_has_events();

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
    EXECUTE format('ALTER TABLE journal ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   leaf, start, until);
    RETURN true;
END $$;

DROP FUNCTION guard_deletion_of_events, refuse_unless_all_ended, refuse_while_any_has_events;
