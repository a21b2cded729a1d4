-- Who has left an institution, and where in the district they went.
-- depends: 0005.registers

ALTER TABLE reg.participant ADD COLUMN left_on date, ADD COLUMN to_school uuid;
