-- Consents from the request to the decision what becomes of the data; the calendar of working days.
-- depends: 0005.registers

-- A rebuild fills the columns for what was recorded before.
ALTER TABLE reg.consent
    ADD COLUMN recipients text[],
    ADD COLUMN given_at bigint NOT NULL DEFAULT 0,
    ADD COLUMN invalid_on date,
    ADD COLUMN over_on date,
    ADD COLUMN over_by text,
    ADD COLUMN over_at bigint,
    ADD COLUMN checked_on date,
    ADD COLUMN checked_at bigint,
    ADD COLUMN check_finding text,
    ADD COLUMN check_note text;

CREATE TABLE reg.consent_request (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    purpose text NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    since date NOT NULL,
    how text,
    refusals integer NOT NULL,
    refused_at bigint,
    PRIMARY KEY (tenant_id, person, purpose, known_from)
);
CREATE UNIQUE INDEX consent_request_now ON reg.consent_request (tenant_id, person, purpose)
    WHERE known_to IS NULL;

CREATE TABLE reg.consent_decision (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    purpose text NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    decision text NOT NULL,
    decided_on date NOT NULL,
    kept_until date,
    ground text,
    PRIMARY KEY (tenant_id, person, purpose, number, known_from)
);
CREATE UNIQUE INDEX consent_decision_now
    ON reg.consent_decision (tenant_id, person, purpose, number) WHERE known_to IS NULL;

CREATE TABLE reg.reminder (
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    person uuid NOT NULL,
    cause bigint NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    purpose text NOT NULL,
    number integer NOT NULL,
    raised_on date NOT NULL,
    due_on date,
    PRIMARY KEY (tenant_id, kind, person, cause, known_from)
);
CREATE UNIQUE INDEX reminder_now ON reg.reminder (tenant_id, kind, person, cause)
    WHERE known_to IS NULL;

CREATE TABLE reg.work_calendar (
    tenant_id uuid NOT NULL,
    year integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    non_working date[] NOT NULL,
    working date[] NOT NULL,
    document text,
    PRIMARY KEY (tenant_id, year, known_from)
);
CREATE UNIQUE INDEX work_calendar_now ON reg.work_calendar (tenant_id, year)
    WHERE known_to IS NULL;

CREATE TABLE reg.consent_check (
    tenant_id uuid NOT NULL,
    school uuid NOT NULL,
    person uuid NOT NULL,
    purpose text NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    checked_on date NOT NULL,
    finding text NOT NULL,
    note text,
    PRIMARY KEY (tenant_id, school, person, purpose, number, known_from)
);
CREATE UNIQUE INDEX consent_check_now
    ON reg.consent_check (tenant_id, school, person, purpose, number) WHERE known_to IS NULL;

CALL es.guard('reg.consent_request');
CALL es.guard('reg.consent_decision');
CALL es.guard('reg.reminder');
CALL es.guard('reg.work_calendar');
CALL es.guard('reg.consent_check');
