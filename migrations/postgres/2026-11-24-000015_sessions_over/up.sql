-- What is over and not done yet is found without going through all that was.
CREATE INDEX session_coming ON session (state, ends_at);
DROP INDEX session_ends;
