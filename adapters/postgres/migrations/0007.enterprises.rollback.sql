DROP VIEW reg.pair_enterprise;
ALTER TABLE reg.pair DROP COLUMN enterprises;
ALTER TABLE reg.school DROP COLUMN inn;
DROP TABLE reg.enterprise;
