DROP INDEX session_places_waiting;
