-- Every version of every workflow that was ever published. A version is the hash of its definition,
-- name included, so rows are never changed in what they mean, only in which one new runs get.
CREATE TABLE workflows (
    version      text        PRIMARY KEY,
    name         text        NOT NULL,
    definition   text        NOT NULL,
    source       text        NOT NULL,
    home         text,
    published_at timestamptz NOT NULL,
    is_current   boolean     NOT NULL,
    archived_at  timestamptz,

    CONSTRAINT a_version_is_a_hash      CHECK (version ~ '^sha256:[0-9a-f]{64}$'),
    CONSTRAINT a_source_is_known        CHECK (source IN ('java', 'file', 'api')),
    CONSTRAINT only_a_file_has_a_folder CHECK (home IS NULL OR source = 'file')
);

CREATE INDEX the_versions_of_a_workflow ON workflows (name, published_at DESC);

CREATE UNIQUE INDEX one_version_of_a_workflow_is_current ON workflows (name) WHERE is_current;
