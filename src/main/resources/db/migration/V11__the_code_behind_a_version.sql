-- The code behind the steps and predicates of a version, as hashes: it stands in a definition by name
-- alone. A second hash of an item says that its code has changed under a version that has not.
CREATE TABLE workflow_code (
    version text        NOT NULL REFERENCES workflows ON DELETE CASCADE,
    item    text        NOT NULL,
    hash    text        NOT NULL,
    seen_at timestamptz NOT NULL,

    PRIMARY KEY (version, item, hash),
    CONSTRAINT code_is_known_by_a_hash CHECK (hash ~ '^sha256:[0-9a-f]{64}$')
);
