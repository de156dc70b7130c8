ALTER TABLE participation_step DROP COLUMN reason;
