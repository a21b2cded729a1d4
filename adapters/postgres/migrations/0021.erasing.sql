-- Erasure: when caches of keys are stale, what is kept as evidence, and who was erased.
-- depends: 0015.bases

-- Grows with every destruction of a tenant's keys: who cached keys before then drops them.
CREATE TABLE vault.epoch (
    tenant_id uuid PRIMARY KEY,
    epoch bigint NOT NULL
);

-- Acts of destruction with what proves them, each under a key of its own: archive_key names it
-- among the subjects. It outlives the person's key and goes after the last day of keeping.
CREATE TABLE vault.archive (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    archive_key uuid NOT NULL,
    sealed bytea NOT NULL,
    kept_until date NOT NULL,
    PRIMARY KEY (tenant_id, person)
);

-- An institution that erased a person stays known to have done so while others keep records of them:
-- it must not be linked with them again.
ALTER TABLE vault.identity_link ADD COLUMN erased boolean NOT NULL DEFAULT false;

CREATE TABLE reg.erasure (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    ground text NOT NULL,
    decided_by uuid NOT NULL,
    requested_on date NOT NULL,
    completed_on date,
    act text,
    kinds text[] NOT NULL,
    PRIMARY KEY (tenant_id, person, known_from)
);
CREATE UNIQUE INDEX erasure_now ON reg.erasure (tenant_id, person) WHERE known_to IS NULL;

CALL es.guard('vault.epoch');
CALL es.guard('vault.archive');
CALL es.guard('reg.erasure');
