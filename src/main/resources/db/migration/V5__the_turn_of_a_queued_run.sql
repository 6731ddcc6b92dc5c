-- Queued runs start in the order of their turn: a point of priority is worth a minute of waiting, so
-- that nobody is overtaken for ever. Runs of one concurrency key wait for each other, not for places.

ALTER TABLE runs
    ADD turn_at         timestamptz,
    ADD concurrency_key text,
    ADD concurrency_max int,
    ADD CONSTRAINT a_limit_has_a_key CHECK ((concurrency_key IS NULL) = (concurrency_max IS NULL)),
    ADD CONSTRAINT a_limit_lets_one_through CHECK (concurrency_max >= 1);

UPDATE runs SET turn_at = created_at - priority * interval '1 minute' WHERE state = 'QUEUED';

DROP INDEX runs_queued;
CREATE INDEX runs_queued ON runs (turn_at)
    WHERE state = 'QUEUED' AND owner IS NULL AND start_at IS NULL AND concurrency_key IS NULL;
CREATE INDEX runs_limited ON runs (concurrency_key, turn_at)
    WHERE concurrency_key IS NOT NULL AND ended_at IS NULL;
