-- Whose finished steps a run has, for lists and for the other's page. The rows of runs that ended
-- before stay as they are: what has ended does not change.
ALTER TABLE runs ADD forked_from uuid;
CREATE INDEX runs_made_of_another ON runs (forked_from) WHERE forked_from IS NOT NULL;
