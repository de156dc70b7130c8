DROP TABLE origin_awaits;
DROP TABLE source_reference;
