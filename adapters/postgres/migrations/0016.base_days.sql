-- Since which day a participant was what in each base; whose registers have to be rebuilt for it.
-- Of the rows it finds it knows only the last step: `nastavnik rebuild` has to follow, and until then
-- `nastavnik doctor` says so.
-- depends: 0015.bases

-- Filled by a change of type, because row-level security hides the rows from an UPDATE.
ALTER TABLE reg.participant ADD COLUMN mentee_steps text, ADD COLUMN mentor_steps text;
ALTER TABLE reg.participant
    ALTER COLUMN mentee_steps TYPE jsonb USING
        CASE WHEN mentee_status IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
            'since', mentee_since, 'status', mentee_status, 'entered_on', mentee_since)) END,
    ALTER COLUMN mentor_steps TYPE jsonb USING
        CASE WHEN mentor_status IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
            'since', mentor_since, 'status', mentor_status, 'entered_on', mentor_since)) END;
ALTER TABLE reg.participant
    ALTER COLUMN mentee_steps SET NOT NULL, ALTER COLUMN mentor_steps SET NOT NULL;

-- Whose registers lack what a later program folds from the same log, until they are rebuilt.
CREATE TABLE fol.rebuild_due (tenant_id uuid PRIMARY KEY);
INSERT INTO fol.rebuild_due SELECT tenant_id FROM es.tenant;
CALL es.guard('fol.rebuild_due');
CREATE POLICY owner_resolves ON fol.rebuild_due FOR SELECT TO CURRENT_USER USING (true);
