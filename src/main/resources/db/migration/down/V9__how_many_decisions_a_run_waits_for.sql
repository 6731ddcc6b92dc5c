CREATE INDEX runs_that_may_ask ON runs (id)
    WHERE state = 'WAITING' AND reason IN ('APPROVAL', 'PAUSED', 'CAPACITY');
ALTER TABLE runs DROP asks; -- and its indexes
