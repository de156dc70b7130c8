-- Places and organisers as a source tells them, for documents that refer to them.
CREATE TABLE source_reference (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    -- Hash of the document as last read.
    content_hash BLOB NOT NULL,
    -- The place or organiser itself.
    imported TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (kind, external_id)
) STRICT;

-- What an imported opportunity refers to and that was never seen.
CREATE TABLE origin_awaits (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    -- Id of the place or organiser at the source.
    awaited_id TEXT NOT NULL,
    PRIMARY KEY (kind, external_id, awaited_id),
    FOREIGN KEY (kind, external_id) REFERENCES origin (kind, external_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX origin_awaits_awaited ON origin_awaits (kind, awaited_id);
