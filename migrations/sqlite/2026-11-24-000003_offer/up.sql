-- A lasting chance to learn by doing. What it says of itself is one document: it is edited,
-- shown and indexed whole; finding goes through the search index.
CREATE TABLE opportunity (
    id BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    -- First time it opened.
    opened_at TEXT,
    -- Since when it waits for a facilitator.
    in_review_since TEXT,
    returned_because TEXT,
    -- Paused or closed, and out of everybody's sight: not readable at its address either.
    hidden INTEGER NOT NULL,
    -- Grows with every change that anybody can see; `version` grows with edits only.
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX opportunity_state ON opportunity (state, id);
CREATE INDEX opportunity_review ON opportunity (in_review_since);

CREATE TABLE opportunity_actor (
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    credit TEXT,
    accepted_at TEXT,
    PRIMARY KEY (opportunity_id, actor_id)
) STRICT;
CREATE INDEX opportunity_actor_actor ON opportunity_actor (actor_id, opportunity_id);
-- One lead each.
CREATE UNIQUE INDEX opportunity_actor_lead ON opportunity_actor (opportunity_id) WHERE part = 'lead';

-- The sources an opportunity was read from.
CREATE TABLE origin (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    url TEXT,
    -- Hash of the document as last read: the same again is left alone.
    content_hash BLOB NOT NULL,
    -- What that document said; differences with the opportunity are local additions.
    imported TEXT NOT NULL,
    -- Same actor, name, place and time give the same key.
    merge_key TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    gone_at TEXT,
    PRIMARY KEY (kind, external_id)
) STRICT;
CREATE INDEX origin_opportunity ON origin (opportunity_id);
CREATE INDEX origin_merge_key ON origin (merge_key);

-- Actors as a source names them.
CREATE TABLE actor_origin (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    content_hash BLOB NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (kind, external_id)
) STRICT;
CREATE INDEX actor_origin_actor ON actor_origin (actor_id);

-- Pictures in three sizes, by hash.
CREATE TABLE picture_blob (
    hash BLOB PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE picture (
    id BLOB PRIMARY KEY,
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    alt TEXT NOT NULL,
    credit TEXT,
    -- Where a job fetches it; never linked from a page.
    source_url TEXT,
    -- When the job tries next; absent once it is there, or given up.
    fetch_at TEXT,
    -- How often it was tried.
    attempts INTEGER NOT NULL DEFAULT 0,
    small BLOB REFERENCES picture_blob (hash),
    medium BLOB REFERENCES picture_blob (hash),
    large BLOB REFERENCES picture_blob (hash)
) STRICT;
CREATE INDEX picture_opportunity ON picture (opportunity_id, place);
CREATE INDEX picture_fetch ON picture (fetch_at) WHERE fetch_at IS NOT NULL;
CREATE INDEX picture_small ON picture (small);
CREATE INDEX picture_medium ON picture (medium);
CREATE INDEX picture_large ON picture (large);

-- Sessions that were planned together.
CREATE TABLE series (
    id BLOB PRIMARY KEY,
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    terms TEXT NOT NULL,
    -- Last day for which sessions exist.
    made_until TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX series_opportunity ON series (opportunity_id);

-- A dated occurrence: what its hosts edit.
CREATE TABLE session (
    id BLOB PRIMARY KEY,
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    series_id BLOB REFERENCES series (id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    local_start TEXT NOT NULL,
    local_end TEXT NOT NULL,
    zone TEXT NOT NULL,
    waiting_list INTEGER NOT NULL,
    sign_up_closes_minutes INTEGER NOT NULL,
    sign_up_until TEXT NOT NULL,
    place TEXT,
    message TEXT,
    head_count INTEGER,
    version INTEGER NOT NULL,
    CHECK (ends_at > starts_at)
) STRICT;
CREATE INDEX session_opportunity ON session (opportunity_id, starts_at, id);
CREATE INDEX session_series ON session (series_id, starts_at);
CREATE INDEX session_ends ON session (ends_at);

-- The places of a session, counted in places, not entries. Every change of an enrolment locks this
-- row first; the check is the last line of defence.
CREATE TABLE session_places (
    session_id BLOB PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    -- Absent: drop in.
    capacity INTEGER CHECK (capacity > 0),
    held_for_newcomers INTEGER NOT NULL CHECK (held_for_newcomers >= 0),
    -- Enrolled places.
    enrolled INTEGER NOT NULL DEFAULT 0 CHECK (enrolled >= 0),
    -- Offered places.
    offered INTEGER NOT NULL DEFAULT 0 CHECK (offered >= 0),
    -- Of enrolled and offered together: those of newcomers.
    newcomers INTEGER NOT NULL DEFAULT 0 CHECK (newcomers >= 0),
    -- Places waited for.
    waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    -- The last place in the queue that was given out.
    last_position INTEGER NOT NULL DEFAULT 0,
    CHECK (capacity IS NULL OR enrolled + offered <= capacity)
) STRICT;

-- Something is not right with an opportunity.
CREATE TABLE report (
    id BLOB PRIMARY KEY,
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    message TEXT NOT NULL,
    -- Where the answer goes.
    email TEXT,
    person_id BLOB REFERENCES person (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    answer TEXT,
    resolved_by BLOB REFERENCES person (id) ON DELETE SET NULL,
    resolved_at TEXT
) STRICT;
CREATE INDEX report_opportunity ON report (opportunity_id);
CREATE INDEX report_person ON report (person_id);
CREATE INDEX report_resolved_by ON report (resolved_by);
CREATE INDEX report_due ON report (state, due_at);
