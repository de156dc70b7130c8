ALTER TABLE origin DROP COLUMN modified;
