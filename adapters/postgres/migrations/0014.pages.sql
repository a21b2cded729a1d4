-- What a page of people or pairs skips, it skips in the index: versions that were no longer known
-- then, and people who never entered the base of that role.
-- depends: 0005.registers

DROP INDEX reg.participant_sorted;
DROP INDEX reg.participant_sorted_now;
DROP INDEX reg.pair_sorted;

CREATE INDEX participant_sorted ON reg.participant (tenant_id, sort_key, person, known_from,
    least(known_to, 'infinity'), mentee_status, mentor_status);
CREATE INDEX participant_sorted_now ON reg.participant
    (tenant_id, sort_key, person, mentee_status, mentor_status) WHERE known_to IS NULL;
CREATE INDEX pair_sorted ON reg.pair
    (tenant_id, proposed_on, pair, known_from, least(known_to, 'infinity'));
CREATE INDEX pair_sorted_now ON reg.pair (tenant_id, proposed_on, pair) WHERE known_to IS NULL;
