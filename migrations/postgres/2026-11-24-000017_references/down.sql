ALTER TABLE origin DROP COLUMN joined;
ALTER TABLE source_reference DROP COLUMN modified;
INSERT INTO origin_awaits (kind, external_id, awaited_id)
    SELECT kind, external_id, reference_id FROM origin_reference
    WHERE NOT EXISTS (
        SELECT 1 FROM source_reference
        WHERE source_reference.kind = origin_reference.kind
            AND source_reference.external_id = origin_reference.reference_id)
    ON CONFLICT DO NOTHING;
DROP TABLE origin_reference;
