-- When a session was last edited or cancelled; nothing while it is as it was made.
ALTER TABLE session ADD COLUMN edited_at timestamp;
