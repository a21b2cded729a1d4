-- Who has left an institution and where in the district they went; what passed to it, and from which.
-- depends: 0005.registers

ALTER TABLE reg.participant
    ADD COLUMN left_on date, ADD COLUMN to_school uuid, ADD COLUMN received_from uuid;
ALTER TABLE reg.consent ADD COLUMN received_from uuid;
ALTER TABLE reg.pair ADD COLUMN received_from uuid;
