-- Demands to stop processing, and which record a departure is: both have to be decided about.
-- Of the departures it finds it does not know the record: `nastavnik rebuild` has to follow, and
-- until then `nastavnik doctor` says so.
-- depends: 0015.bases 0016.base_days 0017.struck_reminders 0022.persons

ALTER TABLE reg.participant ADD COLUMN left_at bigint;

CREATE TABLE reg.stop_demand (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    received_on date NOT NULL,
    received_at bigint NOT NULL,
    demanded_by text NOT NULL,
    document text,
    extended_on date,
    why text,
    notice text,
    PRIMARY KEY (tenant_id, person, number, known_from)
);
CREATE UNIQUE INDEX stop_demand_now ON reg.stop_demand (tenant_id, person, number)
    WHERE known_to IS NULL;

CALL es.guard('reg.stop_demand');

-- The owner of the table is let past its policies for this one row of each tenant.
ALTER TABLE fol.rebuild_due NO FORCE ROW LEVEL SECURITY;
INSERT INTO fol.rebuild_due SELECT tenant_id FROM es.tenant ON CONFLICT DO NOTHING;
ALTER TABLE fol.rebuild_due FORCE ROW LEVEL SECURITY;
