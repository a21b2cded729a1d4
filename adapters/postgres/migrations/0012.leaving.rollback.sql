ALTER TABLE reg.pair DROP COLUMN received_from;
ALTER TABLE reg.consent DROP COLUMN received_from;
ALTER TABLE reg.participant
    DROP COLUMN left_on, DROP COLUMN to_school, DROP COLUMN received_from;
