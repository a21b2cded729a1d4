DROP TABLE reg.employment, reg.experience, reg.clearance, reg.labour_agreement, reg.supervision;
ALTER TABLE reg.participant DROP COLUMN outside;
