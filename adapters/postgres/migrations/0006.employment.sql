-- Jobs, teaching experience, clearances, labour agreements, supervision of mentors; who is from
-- outside.
-- depends: 0005.registers

ALTER TABLE reg.participant ADD COLUMN outside boolean NOT NULL DEFAULT false;
ALTER TABLE reg.participant ALTER COLUMN outside DROP DEFAULT;

CREATE TABLE reg.employment (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    position_group text,
    position text,
    enterprise text,
    first_day date NOT NULL,
    last_day date,
    days datemultirange NOT NULL,
    PRIMARY KEY (tenant_id, person, number, known_from)
);
CREATE UNIQUE INDEX employment_now ON reg.employment (tenant_id, person, number)
    WHERE known_to IS NULL;

CREATE TABLE reg.experience (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    experience_from date NOT NULL,
    PRIMARY KEY (tenant_id, person, known_from)
);
CREATE UNIQUE INDEX experience_now ON reg.experience (tenant_id, person) WHERE known_to IS NULL;

CREATE TABLE reg.clearance (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    revoked_on date,
    days datemultirange NOT NULL,
    document text,
    PRIMARY KEY (tenant_id, person, number, known_from)
);
CREATE UNIQUE INDEX clearance_now ON reg.clearance (tenant_id, person, number)
    WHERE known_to IS NULL;

CREATE TABLE reg.labour_agreement (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    ended_on date,
    ended_by text,
    days datemultirange NOT NULL,
    document text,
    PRIMARY KEY (tenant_id, person, number, known_from)
);
CREATE UNIQUE INDEX labour_agreement_now ON reg.labour_agreement (tenant_id, person, number)
    WHERE known_to IS NULL;

CREATE TABLE reg.supervision (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    day date NOT NULL,
    finding text,
    PRIMARY KEY (tenant_id, person, number, known_from)
);
CREATE UNIQUE INDEX supervision_now ON reg.supervision (tenant_id, person, number)
    WHERE known_to IS NULL;

CALL es.guard('reg.employment');
CALL es.guard('reg.experience');
CALL es.guard('reg.clearance');
CALL es.guard('reg.labour_agreement');
CALL es.guard('reg.supervision');
