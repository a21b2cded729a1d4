DROP INDEX reg.participant_mentors_now;
DROP INDEX reg.participant_mentees_now;
DROP INDEX reg.participant_mentors;
DROP INDEX reg.participant_mentees;
CREATE INDEX participant_sorted ON reg.participant (tenant_id, sort_key, person, known_from,
    least(known_to, 'infinity'), mentee_status, mentor_status);
CREATE INDEX participant_sorted_now ON reg.participant
    (tenant_id, sort_key, person, mentee_status, mentor_status) WHERE known_to IS NULL;
