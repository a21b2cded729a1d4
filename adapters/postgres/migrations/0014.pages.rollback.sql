DROP INDEX reg.pair_sorted_now;
DROP INDEX reg.pair_sorted;
DROP INDEX reg.participant_sorted_now;
DROP INDEX reg.participant_sorted;
CREATE INDEX participant_sorted ON reg.participant (tenant_id, sort_key, person, known_from);
CREATE INDEX participant_sorted_now ON reg.participant (tenant_id, sort_key, person)
    WHERE known_to IS NULL;
CREATE INDEX pair_sorted ON reg.pair (tenant_id, proposed_on, pair, known_from);
