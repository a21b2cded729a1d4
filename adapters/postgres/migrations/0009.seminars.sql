-- Seminars of the district, the people in them, and the enrolments in each institution's log.
-- depends: 0005.registers

CREATE TABLE reg.seminar (
    tenant_id uuid NOT NULL,
    seminar uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    scheduled_on date NOT NULL,
    held_on date NOT NULL,
    begins_at text,
    place text NOT NULL,
    programme text NOT NULL,
    hours integer NOT NULL,
    capacity integer,
    status text NOT NULL,
    cancelled_why text,
    materials jsonb NOT NULL,
    PRIMARY KEY (tenant_id, seminar, known_from)
);
CREATE UNIQUE INDEX seminar_now ON reg.seminar (tenant_id, seminar) WHERE known_to IS NULL;

-- A person may be enrolled by several institutions; received is the order of taking in.
CREATE TABLE reg.seminar_attendance (
    tenant_id uuid NOT NULL,
    seminar uuid NOT NULL,
    school uuid NOT NULL,
    person uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    enrolment uuid NOT NULL,
    received integer NOT NULL,
    status text NOT NULL,
    enrolled_on date NOT NULL,
    withdrawn_on date,
    attended_on date,
    certificate_number text,
    certificate_on date,
    PRIMARY KEY (tenant_id, seminar, school, person, known_from)
);
CREATE INDEX seminar_attendance_received
    ON reg.seminar_attendance (tenant_id, seminar, received, known_from);
CREATE UNIQUE INDEX seminar_attendance_now
    ON reg.seminar_attendance (tenant_id, seminar, school, person) WHERE known_to IS NULL;

CREATE TABLE reg.enrolment (
    tenant_id uuid NOT NULL,
    enrolment uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    seminar uuid NOT NULL,
    person uuid NOT NULL,
    title text NOT NULL,
    enrolled_on date NOT NULL,
    withdrawn_on date,
    PRIMARY KEY (tenant_id, enrolment, known_from)
);
CREATE INDEX enrolment_sorted ON reg.enrolment (tenant_id, enrolled_on, enrolment, known_from);
CREATE UNIQUE INDEX enrolment_now ON reg.enrolment (tenant_id, enrolment) WHERE known_to IS NULL;

CALL es.guard('reg.seminar');
CALL es.guard('reg.seminar_attendance');
CALL es.guard('reg.enrolment');
