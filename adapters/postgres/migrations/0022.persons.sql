-- Keys that can be replaced, and persons of whom the district decided who they are.
-- depends: 0015.bases

-- Which master key is in force. A process that knows another one only must not make keys.
CREATE TABLE vault.master (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    master_id text NOT NULL
);

-- The secret of the tenant's digests, wrapped by the tenant's key. Digests are stored, so it
-- outlives that key; until the first rotation the key itself is the secret.
ALTER TABLE vault.tenant_key ADD COLUMN mac_secret bytea;

-- Only the owner can see the keys of all tenants, to wrap them under another master key.
CREATE POLICY owner_rotates ON vault.tenant_key TO CURRENT_USER USING (true);

INSERT INTO vault.master (master_id) SELECT DISTINCT master_id FROM vault.tenant_key;

-- Whose the records under a key are: scope is an institution, or the district for all of them.
CREATE TABLE reg.person_link (
    tenant_id uuid NOT NULL,
    person uuid NOT NULL,
    scope uuid NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz,
    from_position bigint NOT NULL,
    version integer NOT NULL,
    counts_as uuid NOT NULL,
    PRIMARY KEY (tenant_id, person, scope, known_from)
);

CREATE INDEX person_link_other ON reg.person_link (tenant_id, counts_as);

CALL es.guard('reg.person_link');
