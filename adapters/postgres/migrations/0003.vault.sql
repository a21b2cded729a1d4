-- Keys and identities. A schema of its own, so that it can live in a database of its own.
-- depends: 0001.store

CREATE SCHEMA vault;

-- The tenant's key, wrapped by the master key named master_id, which is never stored here.
CREATE TABLE vault.tenant_key (
    tenant_id uuid PRIMARY KEY,
    master_id text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The key of a person (or pair) in one tenant. A destroyed key leaves its row: the tombstone
-- tells "erased" from "unknown key".
CREATE TABLE vault.subject_key (
    tenant_id uuid NOT NULL,
    subject uuid NOT NULL,
    wrapped bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    PRIMARY KEY (tenant_id, subject),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

-- How a person is recognised across the institutions of a district. tenant_id is the district's.
CREATE TABLE vault.identity (
    tenant_id uuid NOT NULL,
    digest bytea NOT NULL,
    kind text NOT NULL CHECK (kind IN ('snils', 'name')),
    person uuid NOT NULL,
    PRIMARY KEY (tenant_id, digest)
);

CREATE TABLE vault.person (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    birth_year smallint,
    PRIMARY KEY (tenant_id, person)
);

CREATE INDEX identity_person ON vault.identity (tenant_id, person);

-- The institutions that keep records of a person; with the last of them the identity goes.
CREATE TABLE vault.identity_link (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    institution uuid NOT NULL,
    PRIMARY KEY (tenant_id, person, institution)
);

CALL es.guard('vault.tenant_key');
CALL es.guard('vault.subject_key');
CALL es.guard('vault.identity');
CALL es.guard('vault.person');
CALL es.guard('vault.identity_link');
