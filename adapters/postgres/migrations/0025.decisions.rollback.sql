DROP TABLE reg.stop_demand;
ALTER TABLE reg.participant DROP COLUMN left_at;
