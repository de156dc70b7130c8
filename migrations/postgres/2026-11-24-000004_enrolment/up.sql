-- One entry in a session: a person, or a family all or nothing.
CREATE TABLE enrolment (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    -- Who made it; gone when the account is.
    person_id uuid REFERENCES person (id) ON DELETE SET NULL,
    state text NOT NULL,
    places integer NOT NULL CHECK (places > 0),
    newcomer boolean NOT NULL,
    -- Order in the queue; smaller is earlier.
    position bigint NOT NULL,
    offer_expires_at timestamp,
    confirm_until timestamp,
    cancelled_by text,
    message text,
    share_name boolean NOT NULL,
    promoted_because text,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL
);
CREATE INDEX enrolment_queue ON enrolment (session_id, state, position);
CREATE INDEX enrolment_person ON enrolment (person_id);
CREATE INDEX enrolment_offers ON enrolment (offer_expires_at) WHERE state = 'offered';
CREATE INDEX enrolment_confirm ON enrolment (confirm_until) WHERE confirm_until IS NOT NULL;

-- For whom an entry is.
CREATE TABLE enrolment_seat (
    enrolment_id uuid NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    session_id uuid NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Whether the entry still moves; with it, one entry per person and session.
    live boolean NOT NULL,
    was_there boolean,
    PRIMARY KEY (enrolment_id, person_id)
);
CREATE UNIQUE INDEX enrolment_seat_once ON enrolment_seat (session_id, person_id) WHERE live;
CREATE INDEX enrolment_seat_person ON enrolment_seat (person_id);

-- Kept for later. Saving is not starting.
CREATE TABLE saved (
    person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    opportunity_id uuid NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
    saved_at timestamp NOT NULL,
    PRIMARY KEY (person_id, opportunity_id)
);
CREATE INDEX saved_opportunity ON saved (opportunity_id);
