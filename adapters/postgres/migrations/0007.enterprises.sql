-- The district's base of enterprises, and on which days a pair names which of them.
-- depends: 0005.registers

CREATE TABLE reg.enterprise (
    tenant_id uuid NOT NULL,
    enterprise text NOT NULL COLLATE "C",
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    key uuid NOT NULL,
    version integer NOT NULL,
    sole_trader boolean NOT NULL,
    name text,
    inn text,
    activity text,
    contact_person text,
    contact text,
    operating_days datemultirange NOT NULL,
    agreement_number text,
    agreement_date date,
    agreement_until date,
    agreement_school uuid,
    left_on date,
    PRIMARY KEY (tenant_id, enterprise, known_from)
);
CALL es.guard('reg.enterprise');

ALTER TABLE reg.school ADD COLUMN inn text;

-- Filled by a change of type, because row-level security hides the rows from an UPDATE.
ALTER TABLE reg.pair ADD COLUMN enterprises text;
ALTER TABLE reg.pair ALTER COLUMN enterprises TYPE jsonb USING
    jsonb_build_array(jsonb_build_object('since', '0001-01-01', 'enterprise', enterprise));
ALTER TABLE reg.pair ALTER COLUMN enterprises SET NOT NULL;

-- A view and not a register: its rows are made of all that a pair ever named, which is one row.
CREATE VIEW reg.pair_enterprise WITH (security_invoker = true) AS
SELECT p.tenant_id, p.pair, n.enterprise, p.mentor, n.days,
       p.known_from, p.known_to, p.from_position
FROM reg.pair p
CROSS JOIN LATERAL (
    SELECT named.enterprise, range_agg(daterange(named.since, named.until)) AS days
    FROM (
        SELECT each.enterprise, each.since, lead(each.since) OVER (ORDER BY each.since) AS until
        FROM jsonb_to_recordset(p.enterprises) AS each (since date, enterprise text)
    ) AS named
    WHERE named.enterprise IS NOT NULL
    GROUP BY named.enterprise
) AS n;
