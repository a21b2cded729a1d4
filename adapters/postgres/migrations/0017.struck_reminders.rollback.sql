ALTER TABLE reg.reminder DROP COLUMN version;
