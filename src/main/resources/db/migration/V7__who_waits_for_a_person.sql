-- The runs that may wait for somebody's decision, found among any number that sleep.
CREATE INDEX runs_that_may_ask ON runs (id)
    WHERE state = 'WAITING' AND reason IN ('APPROVAL', 'PAUSED', 'CAPACITY');
