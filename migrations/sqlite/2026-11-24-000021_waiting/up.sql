-- Where somebody waits is found without going through all sessions.
CREATE INDEX session_places_waiting ON session_places (session_id) WHERE waiting > 0;
