-- One signs up with the organiser, whether or not somebody acts for it here.
ALTER TABLE session ADD COLUMN sign_up_elsewhere INTEGER NOT NULL DEFAULT 0;
