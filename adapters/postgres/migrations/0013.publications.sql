-- Figures as they are published, what restates them, and which data institutions confirmed.
-- depends: 0005.registers

CREATE TABLE reg.confirmation (
    tenant_id uuid NOT NULL,
    year smallint NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    confirmed boolean NOT NULL,
    since date NOT NULL,
    PRIMARY KEY (tenant_id, year, known_from)
);

CREATE TABLE reg.figure_draft (
    tenant_id uuid NOT NULL,
    indicator text NOT NULL,
    year smallint NOT NULL,
    scope uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    draft integer NOT NULL,
    status text NOT NULL,
    drafted_on date NOT NULL,
    frozen jsonb NOT NULL,
    PRIMARY KEY (tenant_id, indicator, year, scope, known_from)
);

CREATE TABLE reg.publication (
    tenant_id uuid NOT NULL,
    indicator text NOT NULL,
    year smallint NOT NULL,
    scope uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    published_on date NOT NULL,
    numerator integer,
    denominator integer,
    value numeric,
    target numeric,
    state text,
    frozen jsonb,
    source text,
    PRIMARY KEY (tenant_id, indicator, year, scope, number, known_from)
);

CREATE TABLE reg.restatement (
    tenant_id uuid NOT NULL,
    indicator text NOT NULL,
    year smallint NOT NULL,
    scope uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    causes integer NOT NULL,
    kind text NOT NULL,
    numerator integer NOT NULL,
    denominator integer,
    value numeric,
    target numeric,
    state text NOT NULL,
    outcome text,
    reason text,
    PRIMARY KEY (tenant_id, indicator, year, scope, number, known_from)
);

CREATE TABLE reg.restatement_cause (
    tenant_id uuid NOT NULL,
    indicator text NOT NULL,
    year smallint NOT NULL,
    scope uuid NOT NULL,
    number integer NOT NULL,
    cause_tenant uuid NOT NULL,
    position bigint NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    kind text NOT NULL,
    entered text[] NOT NULL,
    gone text[] NOT NULL,
    moved text[] NOT NULL,
    PRIMARY KEY (tenant_id, indicator, year, scope, number, cause_tenant, position, known_from)
);
CREATE INDEX restatement_cause_of ON reg.restatement_cause (tenant_id, cause_tenant, position);

CALL es.guard('reg.confirmation');
CALL es.guard('reg.figure_draft');
CALL es.guard('reg.publication');
CALL es.guard('reg.restatement');
CALL es.guard('reg.restatement_cause');

-- Lock logs against appends, in order, until the transaction ends, and say where they stand and
-- when the latest of them was written.
CREATE FUNCTION es.share_heads(
    p_tenants uuid[], OUT now timestamptz, OUT latest timestamptz, OUT heads json
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = es, pg_temp AS $$
BEGIN
    IF cardinality(p_tenants) <> (SELECT count(*) FROM (
        SELECT FROM es.tenant_head h WHERE h.tenant_id = ANY (p_tenants)
        ORDER BY h.tenant_id FOR SHARE) AS locked) THEN
        RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
    END IF;
    now := clock_timestamp();
    SELECT max(h.recorded_at),
           json_agg(json_build_object('tenant', h.tenant_id, 'position', h.position,
                                      'chain', encode(h.chain, 'hex')) ORDER BY h.tenant_id)
    INTO latest, heads FROM es.tenant_head h WHERE h.tenant_id = ANY (p_tenants);
END $$;
