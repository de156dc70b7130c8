DROP INDEX opportunity_over;
ALTER TABLE opportunity DROP COLUMN withdrawn_from;
ALTER TABLE opportunity DROP COLUMN over_at;
DROP TABLE session_source;
