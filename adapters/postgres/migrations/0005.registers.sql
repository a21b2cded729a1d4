-- The registers: what the events add up to, and from when to when that was known.
-- known_to NULL: known now. Every key starts with the tenant.
-- depends: 0004.access

CREATE SCHEMA reg;

CREATE TABLE reg.participant (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    registered_on date NOT NULL,
    last_name text, first_name text, middle_name text,
    sort_key text NOT NULL COLLATE "C",
    birth_date date,
    birth_year smallint,
    known_birth_year smallint,
    home_days datemultirange NOT NULL,
    away_days datemultirange NOT NULL,
    residence_from date[] NOT NULL,
    school_year text, class_name text, contact text, contact_person text,
    request text, competencies text, achievements text, interests text,
    preferred_age text, time_resource text,
    mentee_status text, mentee_since date,
    mentor_status text, mentor_since date,
    PRIMARY KEY (tenant_id, person, known_from)
);
CREATE INDEX participant_sorted ON reg.participant (tenant_id, sort_key, person, known_from);
CREATE UNIQUE INDEX participant_now ON reg.participant (tenant_id, person)
    WHERE known_to IS NULL;
CREATE INDEX participant_sorted_now ON reg.participant (tenant_id, sort_key, person)
    WHERE known_to IS NULL;

CREATE TABLE reg.consent (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    purpose text NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    days datemultirange NOT NULL,
    signed_by text NOT NULL,
    relation text,
    representative text,
    medium text NOT NULL,
    wording text NOT NULL,
    to_district boolean NOT NULL,
    withdrawn_on date,
    invalid boolean NOT NULL,
    PRIMARY KEY (tenant_id, person, purpose, number, known_from)
);
CREATE UNIQUE INDEX consent_now ON reg.consent (tenant_id, person, purpose, number)
    WHERE known_to IS NULL;

CREATE TABLE reg.pair (
    tenant_id uuid NOT NULL,
    pair uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    mentor uuid NOT NULL,
    form text NOT NULL,
    enterprise text,
    status text NOT NULL,
    proposed_on date NOT NULL,
    goal text,
    order_number text,
    order_date date,
    started_on date,
    ended_on date,
    pauses datemultirange NOT NULL,
    days datemultirange NOT NULL,
    consent_later boolean NOT NULL,
    plan text,
    meetings integer NOT NULL,
    met_on date,
    result text,
    case_link text,
    PRIMARY KEY (tenant_id, pair, known_from)
);
CREATE INDEX pair_sorted ON reg.pair (tenant_id, proposed_on, pair, known_from);
CREATE UNIQUE INDEX pair_now ON reg.pair (tenant_id, pair) WHERE known_to IS NULL;

CREATE TABLE reg.membership (
    tenant_id uuid NOT NULL,
    pair uuid NOT NULL,
    person uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    role text NOT NULL,
    stays datemultirange NOT NULL,
    meetings integer NOT NULL,
    PRIMARY KEY (tenant_id, pair, person, known_from)
);
CREATE UNIQUE INDEX membership_now ON reg.membership (tenant_id, pair, person)
    WHERE known_to IS NULL;
CREATE INDEX membership_person ON reg.membership (tenant_id, person, pair, known_from);

CREATE TABLE reg.district (
    tenant_id uuid NOT NULL,
    district uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    PRIMARY KEY (tenant_id, district, known_from)
);

CREATE TABLE reg.school (
    tenant_id uuid NOT NULL,
    school uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    code text NOT NULL COLLATE "C",
    name text NOT NULL,
    short_name text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    registered_on date NOT NULL,
    last_day date,
    successor uuid,
    PRIMARY KEY (tenant_id, school, known_from)
);

CREATE TABLE reg.form (
    tenant_id uuid NOT NULL,
    code text NOT NULL COLLATE "C",
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    active boolean NOT NULL,
    mentor_kinds text[] NOT NULL,
    mentee_kinds text[] NOT NULL,
    same_institution boolean NOT NULL,
    enterprise_required boolean NOT NULL,
    labour_agreement_required boolean NOT NULL,
    clearance_required boolean NOT NULL,
    PRIMARY KEY (tenant_id, code, known_from)
);

CREATE TABLE reg.rule_set (
    tenant_id uuid NOT NULL,
    code text NOT NULL COLLATE "C",
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    adopted_on date NOT NULL,
    rules jsonb NOT NULL,
    PRIMARY KEY (tenant_id, code, known_from)
);

CREATE TABLE reg.target (
    tenant_id uuid NOT NULL,
    indicator text NOT NULL,
    year smallint NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    value numeric NOT NULL,
    document text,
    PRIMARY KEY (tenant_id, indicator, year, known_from)
);

CREATE TABLE reg.base_count (
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    year smallint NOT NULL,
    scope uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    value integer NOT NULL,
    counted_on date NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (tenant_id, kind, year, scope, known_from)
);

CALL es.guard('reg.participant');
CALL es.guard('reg.consent');
CALL es.guard('reg.pair');
CALL es.guard('reg.membership');
CALL es.guard('reg.district');
CALL es.guard('reg.school');
CALL es.guard('reg.form');
CALL es.guard('reg.rule_set');
CALL es.guard('reg.target');
CALL es.guard('reg.base_count');
