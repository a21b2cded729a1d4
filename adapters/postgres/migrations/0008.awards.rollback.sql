DROP TABLE reg.award_kind, reg.nomination, reg.award;
