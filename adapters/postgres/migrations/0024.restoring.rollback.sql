ALTER TABLE es.installation DROP COLUMN restoring_since;
