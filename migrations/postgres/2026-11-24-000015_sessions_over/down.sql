CREATE INDEX session_ends ON session (ends_at);
DROP INDEX session_coming;
