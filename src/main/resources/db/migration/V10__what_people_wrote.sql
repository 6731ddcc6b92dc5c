-- The text of a version as somebody wrote it, with its order and its comments, for people to read.
-- What it means is the definition; of several texts that mean the same the latest is kept.
CREATE TABLE workflow_sources (
    version text PRIMARY KEY REFERENCES workflows,
    format  text NOT NULL,
    written text NOT NULL,

    CONSTRAINT a_format_is_known CHECK (format IN ('YAML', 'JSON'))
);
