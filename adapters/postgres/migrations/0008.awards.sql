-- Nominations of the institutions, the district's catalogue of awards and its awards.
-- depends: 0008.following

CREATE TABLE reg.award_kind (
    tenant_id uuid NOT NULL,
    code text NOT NULL COLLATE "C",
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    active boolean NOT NULL,
    PRIMARY KEY (tenant_id, code, known_from)
);

CREATE TABLE reg.nomination (
    tenant_id uuid NOT NULL,
    nomination uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    person uuid NOT NULL,
    kind text NOT NULL,
    year smallint NOT NULL,
    grounds text,
    status text NOT NULL,
    made_on date NOT NULL,
    withdrawn_on date,
    PRIMARY KEY (tenant_id, nomination, known_from)
);
CREATE INDEX nomination_sorted ON reg.nomination (tenant_id, made_on, nomination, known_from);
CREATE UNIQUE INDEX nomination_now ON reg.nomination (tenant_id, nomination)
    WHERE known_to IS NULL;

-- tenant_id is the district's; position is where the nomination stands in the school's log.
CREATE TABLE reg.award (
    tenant_id uuid NOT NULL,
    school uuid NOT NULL,
    nomination uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    position bigint NOT NULL,
    person uuid NOT NULL,
    kind text NOT NULL,
    year smallint NOT NULL,
    status text NOT NULL,
    nominated_on date NOT NULL,
    withdrawn_on date,
    decided_on date,
    conferred_on date,
    revoked_on date,
    order_number text,
    order_date date,
    ceremony text,
    reason text,
    PRIMARY KEY (tenant_id, school, nomination, known_from)
);
CREATE INDEX award_sorted
    ON reg.award (tenant_id, nominated_on, school, nomination, known_from);
CREATE UNIQUE INDEX award_now ON reg.award (tenant_id, school, nomination)
    WHERE known_to IS NULL;

CALL es.guard('reg.award_kind');
CALL es.guard('reg.nomination');
CALL es.guard('reg.award');
