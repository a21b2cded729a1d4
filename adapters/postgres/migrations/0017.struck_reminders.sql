-- A reminder may be struck, so who reads it is told the version of its stream. Every reminder raised
-- until now is the only event of its stream.
-- depends: 0015.bases

ALTER TABLE reg.reminder ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE reg.reminder ALTER COLUMN version DROP DEFAULT;
