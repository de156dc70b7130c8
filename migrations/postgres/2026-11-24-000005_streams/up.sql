-- Public facts, in the order they became so; no person in it. Written with the fact.
CREATE TABLE change (
    seq bigserial PRIMARY KEY,
    -- The writing transaction: readers take only what is surely finished.
    xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    operation text NOT NULL,
    at timestamp NOT NULL
);
CREATE INDEX change_order ON change (xid, seq);

-- Addressed deliveries. The content goes once delivered.
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    recipient text,
    content text,
    created_at timestamp NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamp NOT NULL,
    leased_until timestamp,
    delivered_at timestamp,
    -- Given up after too many attempts.
    dead_at timestamp,
    last_error text
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE delivered_at IS NULL AND dead_at IS NULL;

-- Who did what with whose data. Append-only; readable by that person.
CREATE TABLE audit (
    id uuid PRIMARY KEY,
    at timestamp NOT NULL,
    -- Whose data; a pseudonym once the account is gone, so no reference.
    subject_id uuid,
    by_kind text NOT NULL,
    by_id uuid,
    -- On whose behalf: the actor or ecosystem.
    via_id uuid,
    operation text NOT NULL
);
CREATE INDEX audit_subject ON audit (subject_id, at, id);

-- Jobs that repeat: who runs it now, and when it ran.
CREATE TABLE job (
    name text PRIMARY KEY,
    leased_until timestamp,
    last_run_at timestamp
);

-- Keys of POSTs that create, so that a repeat answers the same. Hashes only.
CREATE TABLE idempotency (
    key_hash bytea PRIMARY KEY,
    body_hash bytea NOT NULL,
    resource_id uuid NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- Facts about this installation.
CREATE TABLE setting (
    name text PRIMARY KEY,
    value text NOT NULL
);
