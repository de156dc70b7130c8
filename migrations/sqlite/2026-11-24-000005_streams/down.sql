DROP TABLE setting;
DROP TABLE idempotency;
DROP TABLE job;
DROP TABLE audit;
DROP TABLE outbox;
DROP TABLE change;
