-- The bases are read by role, sorted by name: an index for each holds nobody of the other role.
-- depends: 0014.pages

DROP INDEX reg.participant_sorted;
DROP INDEX reg.participant_sorted_now;

CREATE INDEX participant_mentees ON reg.participant
    (tenant_id, sort_key, person, known_from, least(known_to, 'infinity'))
    WHERE mentee_status IS NOT NULL;
CREATE INDEX participant_mentors ON reg.participant
    (tenant_id, sort_key, person, known_from, least(known_to, 'infinity'))
    WHERE mentor_status IS NOT NULL;
CREATE INDEX participant_mentees_now ON reg.participant (tenant_id, sort_key, person)
    WHERE mentee_status IS NOT NULL AND known_to IS NULL;
CREATE INDEX participant_mentors_now ON reg.participant (tenant_id, sort_key, person)
    WHERE mentor_status IS NOT NULL AND known_to IS NULL;
