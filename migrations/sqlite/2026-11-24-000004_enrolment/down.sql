DROP TABLE saved;
DROP TABLE enrolment_seat;
DROP TABLE enrolment;
