-- One signs up with the organiser, whether or not somebody acts for it here.
ALTER TABLE session ADD COLUMN sign_up_elsewhere boolean NOT NULL DEFAULT false;
