-- Places and organisers as a source tells them, for documents that refer to them.
CREATE TABLE source_reference (
    kind text NOT NULL,
    external_id text NOT NULL,
    -- Hash of the document as last read.
    content_hash bytea NOT NULL,
    -- The place or organiser itself.
    imported text NOT NULL,
    seen_at timestamp NOT NULL,
    PRIMARY KEY (kind, external_id)
);

-- What an imported opportunity refers to and that was never seen.
CREATE TABLE origin_awaits (
    kind text NOT NULL,
    external_id text NOT NULL,
    -- Id of the place or organiser at the source.
    awaited_id text NOT NULL,
    PRIMARY KEY (kind, external_id, awaited_id),
    FOREIGN KEY (kind, external_id) REFERENCES origin (kind, external_id) ON DELETE CASCADE
);
CREATE INDEX origin_awaits_awaited ON origin_awaits (kind, awaited_id);
