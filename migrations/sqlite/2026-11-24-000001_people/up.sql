-- A human, with or without an account.
CREATE TABLE person (
    id BLOB PRIMARY KEY,
    first_name TEXT NOT NULL,
    last_name TEXT,
    birth_year INTEGER NOT NULL,
    lang TEXT NOT NULL,
    appearance TEXT NOT NULL,
    territory TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- The way to log in.
CREATE TABLE account (
    person_id BLOB PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    -- Lower case, for looking up; unique.
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    email_verified_at TEXT,
    created_at TEXT NOT NULL
) STRICT;

-- Guardian of a child. The release day ends it.
CREATE TABLE guardianship (
    guardian_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    child_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    release_on TEXT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (guardian_id, child_id)
) STRICT;
CREATE INDEX guardianship_child ON guardianship (child_id);

-- What a guardian allows for a child, per purpose.
CREATE TABLE consent (
    child_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    given_by BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    given_at TEXT NOT NULL,
    PRIMARY KEY (child_id, purpose)
) STRICT;
CREATE INDEX consent_given_by ON consent (given_by);

-- Tokens sent by mail: verifying an address, resetting a password. Only their hash is kept.
CREATE TABLE mail_token (
    token_hash BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX mail_token_person ON mail_token (person_id);

-- One log-in, and all refresh tokens rotated from it.
CREATE TABLE refresh_family (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX refresh_family_person ON refresh_family (person_id);

CREATE TABLE refresh_token (
    token_hash BLOB PRIMARY KEY,
    family_id BLOB NOT NULL REFERENCES refresh_family (id) ON DELETE CASCADE,
    issued_at TEXT NOT NULL,
    -- When it was exchanged for a newer one.
    rotated_at TEXT
) STRICT;
CREATE INDEX refresh_token_family ON refresh_token (family_id);

-- Keys that sign access tokens, sealed with the server's secret.
CREATE TABLE signing_key (
    id BLOB PRIMARY KEY,
    public_key BLOB NOT NULL,
    sealed_private_key BLOB NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

-- The secret address of a person's calendar; only its hash is kept.
CREATE TABLE calendar_link (
    person_id BLOB PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    secret_hash BLOB NOT NULL UNIQUE,
    created_at TEXT NOT NULL
) STRICT;
