-- Why a facilitator turned a request down or ended a participation; the actor's stewards read it.
ALTER TABLE participation_step ADD COLUMN reason TEXT;
