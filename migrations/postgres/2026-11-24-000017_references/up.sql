-- What an imported opportunity refers to, seen or not: the place or organiser completes it when it
-- comes, and again when it changes. What was read before is noted when it is read next.
CREATE TABLE origin_reference (
    kind text NOT NULL,
    external_id text NOT NULL,
    -- Id of the place or organiser at the source.
    reference_id text NOT NULL,
    PRIMARY KEY (kind, external_id, reference_id),
    FOREIGN KEY (kind, external_id) REFERENCES origin (kind, external_id) ON DELETE CASCADE
);
CREATE INDEX origin_reference_reference ON origin_reference (kind, reference_id);
-- Older programs still use origin_awaits: a later release takes it away.
INSERT INTO origin_reference (kind, external_id, reference_id)
    SELECT kind, external_id, awaited_id FROM origin_awaits;
-- When the source last changed the place or organiser that was read last: an older one does not
-- count again.
ALTER TABLE source_reference ADD COLUMN modified timestamp;
-- Another source told of the opportunity first: this one fills in what that leaves open.
ALTER TABLE origin ADD COLUMN joined boolean NOT NULL DEFAULT false;
