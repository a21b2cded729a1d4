-- Surveys: what is asked, who may answer, what was answered, and totals from paper.
-- depends: 0005.registers

CREATE TABLE reg.questionnaire (
    tenant_id uuid NOT NULL,
    code text NOT NULL COLLATE "C",
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    adopted_on date NOT NULL,
    role text NOT NULL,
    form text,
    title text NOT NULL,
    items jsonb NOT NULL,
    PRIMARY KEY (tenant_id, code, number, known_from)
);

CREATE TABLE reg.survey (
    tenant_id uuid NOT NULL,
    survey uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    role text NOT NULL,
    form text,
    phase text NOT NULL,
    year smallint NOT NULL,
    binding text NOT NULL,
    questionnaire text NOT NULL,
    questionnaire_number integer NOT NULL,
    opened_on date NOT NULL,
    closes_on date,
    closed_on date,
    links integer NOT NULL,
    responses integer NOT NULL,
    analysis text,
    PRIMARY KEY (tenant_id, survey, known_from)
);
CREATE INDEX survey_sorted ON reg.survey (tenant_id, opened_on, survey, known_from);
CREATE UNIQUE INDEX survey_now ON reg.survey (tenant_id, survey) WHERE known_to IS NULL;

CREATE TABLE reg.survey_link (
    tenant_id uuid NOT NULL,
    survey uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    person uuid,
    issued_on date NOT NULL,
    used boolean NOT NULL,
    PRIMARY KEY (tenant_id, survey, number, known_from)
);
CREATE UNIQUE INDEX survey_link_now ON reg.survey_link (tenant_id, survey, number)
    WHERE known_to IS NULL;

-- answers: those of named surveys only; the others stay in the log, encrypted.
CREATE TABLE reg.survey_response (
    tenant_id uuid NOT NULL,
    survey uuid NOT NULL,
    number integer NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    person uuid,
    role text NOT NULL,
    year smallint NOT NULL,
    phase text NOT NULL,
    binding text NOT NULL,
    answered_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    overall smallint NOT NULL,
    answers jsonb,
    PRIMARY KEY (tenant_id, survey, number, known_from)
);
CREATE UNIQUE INDEX survey_response_now ON reg.survey_response (tenant_id, survey, number)
    WHERE known_to IS NULL;
CREATE INDEX survey_response_year ON reg.survey_response (tenant_id, year, role, known_from);

CREATE TABLE reg.paper_total (
    tenant_id uuid NOT NULL,
    role text NOT NULL,
    year smallint NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    respondents integer NOT NULL,
    satisfied integer NOT NULL,
    source text,
    day date NOT NULL,
    PRIMARY KEY (tenant_id, role, year, known_from)
);

CALL es.guard('reg.questionnaire');
CALL es.guard('reg.survey');
CALL es.guard('reg.survey_link');
CALL es.guard('reg.survey_response');
CALL es.guard('reg.paper_total');
