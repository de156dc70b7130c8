ALTER TABLE session DROP COLUMN edited_at;
