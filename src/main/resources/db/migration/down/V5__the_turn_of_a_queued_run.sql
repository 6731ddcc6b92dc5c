DROP INDEX runs_limited, runs_queued;
ALTER TABLE runs DROP turn_at, DROP concurrency_key, DROP concurrency_max;
CREATE INDEX runs_queued ON runs (priority DESC, created_at)
    WHERE state = 'QUEUED' AND owner IS NULL AND start_at IS NULL;
