-- A human, with or without an account.
CREATE TABLE person (
    id uuid PRIMARY KEY,
    first_name text NOT NULL,
    last_name text,
    birth_year integer NOT NULL,
    lang text NOT NULL,
    appearance text NOT NULL,
    territory text,
    version bigint NOT NULL,
    created_at timestamp NOT NULL
);

-- The way to log in.
CREATE TABLE account (
    person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    email text NOT NULL,
    -- Lower case, for looking up; unique.
    email_key text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    email_verified_at timestamp,
    created_at timestamp NOT NULL
);

-- Guardian of a child. The release day ends it.
CREATE TABLE guardianship (
    guardian_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    child_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since timestamp NOT NULL,
    release_on date NOT NULL,
    ended_at timestamp,
    PRIMARY KEY (guardian_id, child_id)
);
CREATE INDEX guardianship_child ON guardianship (child_id);

-- What a guardian allows for a child, per purpose.
CREATE TABLE consent (
    child_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    given_by uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    given_at timestamp NOT NULL,
    PRIMARY KEY (child_id, purpose)
);
CREATE INDEX consent_given_by ON consent (given_by);

-- Tokens sent by mail: verifying an address, resetting a password. Only their hash is kept.
CREATE TABLE mail_token (
    token_hash bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    expires_at timestamp NOT NULL,
    used_at timestamp
);
CREATE INDEX mail_token_person ON mail_token (person_id);

-- One log-in, and all refresh tokens rotated from it.
CREATE TABLE refresh_family (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    revoked_at timestamp
);
CREATE INDEX refresh_family_person ON refresh_family (person_id);

CREATE TABLE refresh_token (
    token_hash bytea PRIMARY KEY,
    family_id uuid NOT NULL REFERENCES refresh_family (id) ON DELETE CASCADE,
    issued_at timestamp NOT NULL,
    -- When it was exchanged for a newer one.
    rotated_at timestamp
);
CREATE INDEX refresh_token_family ON refresh_token (family_id);

-- Keys that sign access tokens, sealed with the server's secret.
CREATE TABLE signing_key (
    id uuid PRIMARY KEY,
    public_key bytea NOT NULL,
    sealed_private_key bytea NOT NULL,
    created_at timestamp NOT NULL,
    retired_at timestamp
);

-- The secret address of a person's calendar; only its hash is kept.
CREATE TABLE calendar_link (
    person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    secret_hash bytea NOT NULL UNIQUE,
    created_at timestamp NOT NULL
);
