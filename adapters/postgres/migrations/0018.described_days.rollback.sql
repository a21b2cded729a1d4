ALTER TABLE reg.base_count DROP COLUMN course;
ALTER TABLE reg.target DROP COLUMN course;
ALTER TABLE reg.award_kind DROP COLUMN course;
ALTER TABLE reg.form DROP COLUMN course;
ALTER TABLE reg.school DROP COLUMN course;
ALTER TABLE reg.district DROP COLUMN course;
