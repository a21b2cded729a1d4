-- Since which day an institution, the district, a form, an award, a target or a base count was what.
-- Of the rows it finds it knows the last description only: `nastavnik rebuild` has to follow, and
-- until then `nastavnik doctor` says so.
-- depends: 0015.bases 0016.base_days

-- Filled by a change of type, because row-level security hides the rows from an UPDATE.
ALTER TABLE reg.district ADD COLUMN course text;
ALTER TABLE reg.school ADD COLUMN course text;
ALTER TABLE reg.form ADD COLUMN course text;
ALTER TABLE reg.award_kind ADD COLUMN course text;
ALTER TABLE reg.target ADD COLUMN course text;
ALTER TABLE reg.base_count ADD COLUMN course text;
ALTER TABLE reg.district ALTER COLUMN course TYPE jsonb USING
    jsonb_build_array(jsonb_build_object('since', '0001-01-01', 'name', name));
ALTER TABLE reg.school ALTER COLUMN course TYPE jsonb USING
    jsonb_build_array(jsonb_build_object(
        'since', registered_on, 'name', name, 'short_name', short_name));
ALTER TABLE reg.form ALTER COLUMN course TYPE jsonb USING
    jsonb_build_array(jsonb_build_object(
        'since', '0001-01-01', 'title', title, 'active', active,
        'mentor_kinds', mentor_kinds, 'mentee_kinds', mentee_kinds,
        'same_institution', same_institution, 'enterprise_required', enterprise_required,
        'labour_agreement_required', labour_agreement_required,
        'clearance_required', clearance_required));
ALTER TABLE reg.award_kind ALTER COLUMN course TYPE jsonb USING
    jsonb_build_array(jsonb_build_object('since', '0001-01-01', 'title', title, 'active', active));
ALTER TABLE reg.target ALTER COLUMN course TYPE jsonb USING
    jsonb_build_array(jsonb_build_object(
        'since', '0001-01-01', 'value', value::text, 'document', document));
ALTER TABLE reg.base_count ALTER COLUMN course TYPE jsonb USING
    jsonb_build_array(jsonb_build_object('since', counted_on, 'value', value, 'source', source));
ALTER TABLE reg.district ALTER COLUMN course SET NOT NULL;
ALTER TABLE reg.school ALTER COLUMN course SET NOT NULL;
ALTER TABLE reg.form ALTER COLUMN course SET NOT NULL;
ALTER TABLE reg.award_kind ALTER COLUMN course SET NOT NULL;
ALTER TABLE reg.target ALTER COLUMN course SET NOT NULL;
ALTER TABLE reg.base_count ALTER COLUMN course SET NOT NULL;

-- The owner of the table is let past its policies for this one row of each tenant.
ALTER TABLE fol.rebuild_due NO FORCE ROW LEVEL SECURITY;
INSERT INTO fol.rebuild_due SELECT tenant_id FROM es.tenant ON CONFLICT DO NOTHING;
ALTER TABLE fol.rebuild_due FORCE ROW LEVEL SECURITY;
