ALTER TABLE session DROP COLUMN sign_up_elsewhere;
