-- Ids of people who were deleted, and nothing else of them: an older backup that is restored must
-- not bring them back.
CREATE TABLE gone (
    person_id BLOB PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
