DROP FUNCTION es.share_heads;
DROP TABLE reg.restatement_cause, reg.restatement, reg.publication, reg.figure_draft, reg.confirmation;
