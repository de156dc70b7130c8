-- What a source does to a session: the next reading finds it by this, wherever its host moved it.
CREATE TABLE session_source (
    session_id UUID PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    -- The start its source gives it; absent for one that was made here.
    starts_at TIMESTAMP,
    -- Cancelled by the source: only then does the source bring it back.
    cancelled BOOLEAN NOT NULL
);
-- When its sources say that it is over; never for what is permanent or made here.
ALTER TABLE opportunity ADD COLUMN over_at TIMESTAMP;
-- Where it stood when its last source took it back and it closed.
ALTER TABLE opportunity ADD COLUMN withdrawn_from TEXT;
CREATE INDEX opportunity_over ON opportunity (state, over_at);

-- Where nobody acts for the lead, nobody but the source cancelled.
INSERT INTO session_source (session_id, starts_at, cancelled)
    SELECT session.id, session.starts_at, session.state = 'cancelled' AND actor.state = 'unclaimed'
    FROM session
    JOIN opportunity_actor led ON led.opportunity_id = session.opportunity_id AND led.part = 'lead'
    JOIN actor ON actor.id = led.actor_id
    WHERE session.series_id IS NULL
        AND session.opportunity_id IN (SELECT opportunity_id FROM origin);
UPDATE opportunity SET over_at = (
    SELECT CASE WHEN count(*) = count(told.over_then) THEN max(told.over_then) END FROM (
        SELECT substring(imported FROM '"over_at":"([^"]+)"')::timestamptz AT TIME ZONE 'UTC' AS over_then
        FROM origin WHERE opportunity_id = opportunity.id AND gone_at IS NULL) told);
UPDATE opportunity SET withdrawn_from = 'open'
    WHERE state = 'closed' AND NOT hidden
        AND id IN (SELECT opportunity_id FROM origin)
        AND id NOT IN (SELECT opportunity_id FROM origin WHERE gone_at IS NULL);
