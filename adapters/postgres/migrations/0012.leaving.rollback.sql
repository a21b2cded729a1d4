ALTER TABLE reg.participant DROP COLUMN left_on, DROP COLUMN to_school;
