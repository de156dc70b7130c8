-- A lasting chance to learn by doing. What it says of itself is one document: it is edited,
-- shown and indexed whole; finding goes through the search index.
CREATE TABLE opportunity (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    content text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    -- First time it opened.
    opened_at timestamp,
    -- Since when it waits for a facilitator.
    in_review_since timestamp,
    returned_because text,
    -- Paused or closed, and out of everybody's sight: not readable at its address either.
    hidden boolean NOT NULL,
    -- Grows with every change that anybody can see; `version` grows with edits only.
    revision bigint NOT NULL
);
CREATE INDEX opportunity_state ON opportunity (state, id);
CREATE INDEX opportunity_review ON opportunity (in_review_since);

CREATE TABLE opportunity_actor (
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    part text NOT NULL,
    credit text,
    accepted_at timestamp,
    PRIMARY KEY (opportunity_id, actor_id)
);
CREATE INDEX opportunity_actor_actor ON opportunity_actor (actor_id, opportunity_id);
-- One lead each.
CREATE UNIQUE INDEX opportunity_actor_lead ON opportunity_actor (opportunity_id) WHERE part = 'lead';

-- The sources an opportunity was read from.
CREATE TABLE origin (
    kind text NOT NULL,
    external_id text NOT NULL,
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    url text,
    -- Hash of the document as last read: the same again is left alone.
    content_hash bytea NOT NULL,
    -- What that document said; differences with the opportunity are local additions.
    imported text NOT NULL,
    -- Same actor, name, place and time give the same key.
    merge_key text NOT NULL,
    seen_at timestamp NOT NULL,
    gone_at timestamp,
    PRIMARY KEY (kind, external_id)
);
CREATE INDEX origin_opportunity ON origin (opportunity_id);
CREATE INDEX origin_merge_key ON origin (merge_key);

-- Actors as a source names them.
CREATE TABLE actor_origin (
    kind text NOT NULL,
    external_id text NOT NULL,
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    content_hash bytea NOT NULL,
    seen_at timestamp NOT NULL,
    PRIMARY KEY (kind, external_id)
);
CREATE INDEX actor_origin_actor ON actor_origin (actor_id);

-- Pictures in three sizes, by hash.
CREATE TABLE picture_blob (
    hash bytea PRIMARY KEY,
    media_type text NOT NULL,
    bytes bytea NOT NULL
);

CREATE TABLE picture (
    id uuid PRIMARY KEY,
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    place integer NOT NULL,
    alt text NOT NULL,
    credit text,
    -- Where a job fetches it; never linked from a page.
    source_url text,
    -- When the job tries next; absent once it is there, or given up.
    fetch_at timestamp,
    -- How often it was tried.
    attempts integer NOT NULL DEFAULT 0,
    small bytea REFERENCES picture_blob (hash),
    medium bytea REFERENCES picture_blob (hash),
    large bytea REFERENCES picture_blob (hash)
);
CREATE INDEX picture_opportunity ON picture (opportunity_id, place);
CREATE INDEX picture_fetch ON picture (fetch_at) WHERE fetch_at IS NOT NULL;
CREATE INDEX picture_small ON picture (small);
CREATE INDEX picture_medium ON picture (medium);
CREATE INDEX picture_large ON picture (large);

-- Sessions that were planned together.
CREATE TABLE series (
    id uuid PRIMARY KEY,
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    rule text NOT NULL,
    terms text NOT NULL,
    -- Last day for which sessions exist.
    made_until date NOT NULL,
    ended_at timestamp
);
CREATE INDEX series_opportunity ON series (opportunity_id);

-- A dated occurrence: what its hosts edit.
CREATE TABLE session (
    id uuid PRIMARY KEY,
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    series_id uuid REFERENCES series (id) ON DELETE SET NULL,
    state text NOT NULL,
    starts_at timestamp NOT NULL,
    ends_at timestamp NOT NULL,
    local_start timestamp NOT NULL,
    local_end timestamp NOT NULL,
    zone text NOT NULL,
    waiting_list boolean NOT NULL,
    sign_up_closes_minutes integer NOT NULL,
    sign_up_until timestamp NOT NULL,
    place text,
    message text,
    head_count integer,
    version bigint NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX session_opportunity ON session (opportunity_id, starts_at, id);
CREATE INDEX session_series ON session (series_id, starts_at);
CREATE INDEX session_ends ON session (ends_at);

-- The places of a session, counted in places, not entries. Every change of an enrolment locks this
-- row first; the check is the last line of defence.
CREATE TABLE session_places (
    session_id uuid PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    -- Absent: drop in.
    capacity integer CHECK (capacity > 0),
    held_for_newcomers integer NOT NULL CHECK (held_for_newcomers >= 0),
    -- Enrolled places.
    enrolled integer NOT NULL DEFAULT 0 CHECK (enrolled >= 0),
    -- Offered places.
    offered integer NOT NULL DEFAULT 0 CHECK (offered >= 0),
    -- Of enrolled and offered together: those of newcomers.
    newcomers integer NOT NULL DEFAULT 0 CHECK (newcomers >= 0),
    -- Places waited for.
    waiting integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    -- The last place in the queue that was given out.
    last_position bigint NOT NULL DEFAULT 0,
    CHECK (capacity IS NULL OR enrolled + offered <= capacity)
);

-- Something is not right with an opportunity.
CREATE TABLE report (
    id uuid PRIMARY KEY,
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    message text NOT NULL,
    -- Where the answer goes.
    email text,
    person_id uuid REFERENCES person (id) ON DELETE SET NULL,
    created_at timestamp NOT NULL,
    due_at timestamp NOT NULL,
    state text NOT NULL,
    outcome text,
    answer text,
    resolved_by uuid REFERENCES person (id) ON DELETE SET NULL,
    resolved_at timestamp
);
CREATE INDEX report_opportunity ON report (opportunity_id);
CREATE INDEX report_person ON report (person_id);
CREATE INDEX report_resolved_by ON report (resolved_by);
CREATE INDEX report_due ON report (state, due_at);
