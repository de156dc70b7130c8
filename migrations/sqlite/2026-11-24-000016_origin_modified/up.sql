-- When the source last changed the document that was read last: an older one does not count again.
ALTER TABLE origin ADD COLUMN modified TEXT;
