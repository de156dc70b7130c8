-- Who opens up contexts.
CREATE TABLE actor (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    -- Folded to plain lower-case letters, for finding and sorting.
    name_key text NOT NULL,
    about text NOT NULL,
    territory text,
    contact text NOT NULL,
    codes text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX actor_name ON actor (name_key, id);
CREATE INDEX actor_territory ON actor (territory);

-- The people who act for an actor.
CREATE TABLE actor_member (
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role text NOT NULL,
    since timestamp NOT NULL,
    PRIMARY KEY (actor_id, person_id)
);
CREATE INDEX actor_member_person ON actor_member (person_id);

-- Invitations by mail to become steward or host; only the token's hash is kept.
CREATE TABLE invitation (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    email text NOT NULL,
    role text NOT NULL,
    invited_by uuid REFERENCES person (id) ON DELETE SET NULL,
    created_at timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    accepted_at timestamp
);
CREATE INDEX invitation_actor ON invitation (actor_id);
CREATE INDEX invitation_invited_by ON invitation (invited_by);

-- Somebody says they act for an unclaimed actor.
CREATE TABLE claim (
    id uuid PRIMARY KEY,
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    message text NOT NULL,
    asked_at timestamp NOT NULL,
    decided_at timestamp,
    decided_by uuid REFERENCES person (id) ON DELETE SET NULL,
    granted boolean,
    -- Why not, when it was not granted.
    reason text
);
CREATE INDEX claim_actor ON claim (actor_id);
CREATE INDEX claim_person ON claim (person_id);
CREATE INDEX claim_decided_by ON claim (decided_by);

-- The partnership of one or more territories.
CREATE TABLE ecosystem (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    about text NOT NULL,
    contact text NOT NULL,
    region_radius_m integer NOT NULL CHECK (region_radius_m > 0),
    created_at timestamp NOT NULL
);

CREATE TABLE ecosystem_territory (
    ecosystem_id uuid NOT NULL REFERENCES ecosystem (id) ON DELETE CASCADE,
    territory text NOT NULL,
    PRIMARY KEY (ecosystem_id, territory)
);
CREATE INDEX ecosystem_territory_territory ON ecosystem_territory (territory);

CREATE TABLE facilitator (
    ecosystem_id uuid NOT NULL REFERENCES ecosystem (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since timestamp NOT NULL,
    PRIMARY KEY (ecosystem_id, person_id)
);
CREATE INDEX facilitator_person ON facilitator (person_id);

-- An actor in an ecosystem, as it stands now.
CREATE TABLE participation (
    id uuid PRIMARY KEY,
    ecosystem_id uuid NOT NULL REFERENCES ecosystem (id) ON DELETE CASCADE,
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    state text NOT NULL,
    since timestamp NOT NULL,
    UNIQUE (ecosystem_id, actor_id)
);
CREATE INDEX participation_actor ON participation (actor_id);

-- Every step a participation took. History stays.
CREATE TABLE participation_step (
    id bigserial PRIMARY KEY,
    participation_id uuid NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    state text NOT NULL,
    at timestamp NOT NULL,
    by_person uuid REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX participation_step_participation ON participation_step (participation_id);
CREATE INDEX participation_step_by_person ON participation_step (by_person);

-- A school's or app's credentials. Only the secret's hash is kept.
CREATE TABLE api_client (
    id uuid PRIMARY KEY,
    actor_id uuid NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    name text NOT NULL,
    secret_hash bytea NOT NULL,
    -- Parted by spaces.
    scopes text NOT NULL,
    created_at timestamp NOT NULL,
    last_used_at timestamp,
    revoked_at timestamp
);
CREATE INDEX api_client_actor ON api_client (actor_id);
