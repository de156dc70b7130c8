-- Public facts, in the order they became so; no person in it. Written with the fact.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    -- One writer: the sequence alone is the order.
    xid INTEGER NOT NULL DEFAULT 0,
    entity TEXT NOT NULL,
    entity_id BLOB NOT NULL,
    operation TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

-- Addressed deliveries. The content goes once delivered.
CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT,
    content TEXT,
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    leased_until TEXT,
    delivered_at TEXT,
    -- Given up after too many attempts.
    dead_at TEXT,
    last_error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at) WHERE delivered_at IS NULL AND dead_at IS NULL;

-- Who did what with whose data. Append-only; readable by that person.
CREATE TABLE audit (
    id BLOB PRIMARY KEY,
    at TEXT NOT NULL,
    -- Whose data; a pseudonym once the account is gone, so no reference.
    subject_id BLOB,
    by_kind TEXT NOT NULL,
    by_id BLOB,
    -- On whose behalf: the actor or ecosystem.
    via_id BLOB,
    operation TEXT NOT NULL
) STRICT;
CREATE INDEX audit_subject ON audit (subject_id, at, id);

-- Jobs that repeat: who runs it now, and when it ran.
CREATE TABLE job (
    name TEXT PRIMARY KEY,
    leased_until TEXT,
    last_run_at TEXT
) STRICT;

-- Keys of POSTs that create, so that a repeat answers the same. Hashes only.
CREATE TABLE idempotency (
    key_hash BLOB PRIMARY KEY,
    body_hash BLOB NOT NULL,
    resource_id BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idempotency_created ON idempotency (created_at);

-- Facts about this installation.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
