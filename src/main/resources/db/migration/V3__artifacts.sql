-- What the steps of runs left behind; the bytes are kept elsewhere, under `uri`.
CREATE TABLE artifacts (
    id           uuid        PRIMARY KEY,
    run_id       uuid        NOT NULL,
    path         text        NOT NULL,
    iteration    int         NOT NULL,
    attempt      int         NOT NULL,
    name         text        NOT NULL,
    kind         text        NOT NULL,
    uri          text        NOT NULL,
    content_type text        NOT NULL,
    size         bigint      NOT NULL,
    sha256       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT a_later_attempt_replaces     UNIQUE (run_id, path, iteration, name),
    CONSTRAINT a_file_has_a_name            CHECK (name <> ''),
    CONSTRAINT iterations_count_from_one    CHECK (iteration >= 1),
    CONSTRAINT attempts_count_from_one      CHECK (attempt >= 1),
    CONSTRAINT a_size_is_a_number_of_bytes  CHECK (size >= 0),
    CONSTRAINT a_hash_is_64_hex_digits      CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

-- Ids sort by time, so this is the order of a run's list.
CREATE INDEX artifacts_of_a_run ON artifacts (run_id, id);
