-- Requests that clients have named, beside those that start a run.
CREATE TABLE request_keys (
    key  bytea       PRIMARY KEY,
    body bytea       NOT NULL,
    made uuid        NOT NULL, -- what the first of them was about, or made
    at   timestamptz NOT NULL
);
CREATE INDEX request_keys_by_age ON request_keys USING brin (at);

-- What is wanted of all runs that a filter finds, and how far that has come. Nodes take jobs in turn;
-- one whose worker has been silent for a while is anybody's.
CREATE TABLE bulk_jobs (
    id                uuid        PRIMARY KEY,
    action            text        NOT NULL,
    filter            text        NOT NULL, -- JSON, as it was asked
    reason            text,
    state             text        NOT NULL,
    total             int         NOT NULL, -- how many runs it found at first, which others may change
    total_is_estimate boolean     NOT NULL,
    position          uuid,                 -- the last run found, in order of creation
    found             int         NOT NULL DEFAULT 0,
    done              int         NOT NULL DEFAULT 0,
    refused           int         NOT NULL DEFAULT 0,
    failed            int         NOT NULL DEFAULT 0,
    worker            uuid,                 -- the node that has it
    worked_at         timestamptz,
    created_at        timestamptz NOT NULL,
    ended_at          timestamptz,
    CONSTRAINT an_action_is_one_of_five
        CHECK (action IN ('CANCEL', 'PAUSE', 'RESUME', 'RETRY', 'DELETE')),
    CONSTRAINT a_state_is_one_of_three  CHECK (state IN ('RUNNING', 'STOPPED', 'COMPLETED')),
    CONSTRAINT a_job_that_ended_says_when CHECK ((state = 'RUNNING') = (ended_at IS NULL)),
    CONSTRAINT no_more_results_than_runs  CHECK (done + refused + failed <= found)
) WITH (fillfactor = 75);
CREATE INDEX bulk_jobs_to_do ON bulk_jobs (id) WHERE ended_at IS NULL;

-- The runs that a job has found; written down before anything is done to them.
CREATE TABLE bulk_results (
    job_id     uuid NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    run_id     uuid NOT NULL,
    outcome    text,        -- none before its turn
    detail     text,        -- why not, for people
    new_run_id uuid,        -- what a retry made
    at         timestamptz,
    PRIMARY KEY (job_id, run_id),
    CONSTRAINT an_outcome_is_one_of_three CHECK (outcome IN ('DONE', 'REFUSED', 'FAILED')),
    CONSTRAINT an_outcome_says_when       CHECK ((outcome IS NULL) = (at IS NULL))
);
CREATE INDEX bulk_results_to_come ON bulk_results (job_id, run_id) WHERE outcome IS NULL;
