-- One entry in a session: a person, or a family all or nothing.
CREATE TABLE enrolment (
    id BLOB PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    -- Who made it; gone when the account is.
    person_id BLOB REFERENCES person (id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places > 0),
    newcomer INTEGER NOT NULL,
    -- Order in the queue; smaller is earlier.
    position INTEGER NOT NULL,
    offer_expires_at TEXT,
    confirm_until TEXT,
    cancelled_by TEXT,
    message TEXT,
    share_name INTEGER NOT NULL,
    promoted_because TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX enrolment_queue ON enrolment (session_id, state, position);
CREATE INDEX enrolment_person ON enrolment (person_id);
CREATE INDEX enrolment_offers ON enrolment (offer_expires_at) WHERE state = 'offered';
CREATE INDEX enrolment_confirm ON enrolment (confirm_until) WHERE confirm_until IS NOT NULL;

-- For whom an entry is.
CREATE TABLE enrolment_seat (
    enrolment_id BLOB NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    session_id BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Whether the entry still moves; with it, one entry per person and session.
    live INTEGER NOT NULL,
    was_there INTEGER,
    PRIMARY KEY (enrolment_id, person_id)
) STRICT;
CREATE UNIQUE INDEX enrolment_seat_once ON enrolment_seat (session_id, person_id) WHERE live;
CREATE INDEX enrolment_seat_person ON enrolment_seat (person_id);

-- Kept for later. Saving is not starting.
CREATE TABLE saved (
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    opportunity_id BLOB NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person_id, opportunity_id)
) STRICT;
CREATE INDEX saved_opportunity ON saved (opportunity_id);
