DROP TABLE fol.rebuild_due;
ALTER TABLE reg.participant DROP COLUMN mentee_steps, DROP COLUMN mentor_steps;
