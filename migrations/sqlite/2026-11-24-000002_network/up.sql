-- Who opens up contexts.
CREATE TABLE actor (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Folded to plain lower-case letters, for finding and sorting.
    name_key TEXT NOT NULL,
    about TEXT NOT NULL,
    territory TEXT,
    contact TEXT NOT NULL,
    codes TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX actor_name ON actor (name_key, id);
CREATE INDEX actor_territory ON actor (territory);

-- The people who act for an actor.
CREATE TABLE actor_member (
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (actor_id, person_id)
) STRICT;
CREATE INDEX actor_member_person ON actor_member (person_id);

-- Invitations by mail to become steward or host; only the token's hash is kept.
CREATE TABLE invitation (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    invited_by BLOB REFERENCES person (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    accepted_at TEXT
) STRICT;
CREATE INDEX invitation_actor ON invitation (actor_id);
CREATE INDEX invitation_invited_by ON invitation (invited_by);

-- Somebody says they act for an unclaimed actor.
CREATE TABLE claim (
    id BLOB PRIMARY KEY,
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    message TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    decided_at TEXT,
    decided_by BLOB REFERENCES person (id) ON DELETE SET NULL,
    granted INTEGER,
    -- Why not, when it was not granted.
    reason TEXT
) STRICT;
CREATE INDEX claim_actor ON claim (actor_id);
CREATE INDEX claim_person ON claim (person_id);
CREATE INDEX claim_decided_by ON claim (decided_by);

-- The partnership of one or more territories.
CREATE TABLE ecosystem (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    contact TEXT NOT NULL,
    region_radius_m INTEGER NOT NULL CHECK (region_radius_m > 0),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE ecosystem_territory (
    ecosystem_id BLOB NOT NULL REFERENCES ecosystem (id) ON DELETE CASCADE,
    territory TEXT NOT NULL,
    PRIMARY KEY (ecosystem_id, territory)
) STRICT;
CREATE INDEX ecosystem_territory_territory ON ecosystem_territory (territory);

CREATE TABLE facilitator (
    ecosystem_id BLOB NOT NULL REFERENCES ecosystem (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    PRIMARY KEY (ecosystem_id, person_id)
) STRICT;
CREATE INDEX facilitator_person ON facilitator (person_id);

-- An actor in an ecosystem, as it stands now.
CREATE TABLE participation (
    id BLOB PRIMARY KEY,
    ecosystem_id BLOB NOT NULL REFERENCES ecosystem (id) ON DELETE CASCADE,
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    UNIQUE (ecosystem_id, actor_id)
) STRICT;
CREATE INDEX participation_actor ON participation (actor_id);

-- Every step a participation took. History stays.
CREATE TABLE participation_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participation_id BLOB NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_person BLOB REFERENCES person (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX participation_step_participation ON participation_step (participation_id);
CREATE INDEX participation_step_by_person ON participation_step (by_person);

-- A school's or app's credentials. Only the secret's hash is kept.
CREATE TABLE api_client (
    id BLOB PRIMARY KEY,
    actor_id BLOB NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    -- Parted by spaces.
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX api_client_actor ON api_client (actor_id);
