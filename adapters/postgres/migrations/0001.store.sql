-- The log: one per tenant, dense positions, a hash chain, written only through es.append.
-- depends: 

CREATE SCHEMA es;

-- What this database may be used for is decided once, when it is created.
CREATE TABLE es.installation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    purpose text NOT NULL CHECK (purpose IN ('production', 'demonstration', 'test')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE es.tenant (
    tenant_id uuid PRIMARY KEY,
    district_id uuid NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE es.tenant_head (
    tenant_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    chain bytea NOT NULL,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE es.event (
    tenant_id uuid NOT NULL,
    position bigint NOT NULL,
    stream_id uuid NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    recorded_at timestamptz NOT NULL,
    effective_on date NOT NULL,
    actor uuid NOT NULL,
    command_id uuid NOT NULL,
    causation uuid,
    payload bytea NOT NULL,
    encrypted bytea,
    chain bytea NOT NULL,
    PRIMARY KEY (tenant_id, position),
    UNIQUE (tenant_id, stream_id, version)
);

CREATE TABLE es.subject_event (
    tenant_id uuid NOT NULL,
    subject uuid NOT NULL,
    position bigint NOT NULL,
    stream_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, subject, position)
);

CREATE TABLE es.command (
    tenant_id uuid NOT NULL,
    command_id uuid NOT NULL,
    request_mac bytea NOT NULL,
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    PRIMARY KEY (tenant_id, command_id)
);

-- Two settings, both set for one transaction in one place of the code: app.tenant lists the
-- tenants that may be read, app.writer those that may be written. Nothing set means no rows.
CREATE FUNCTION es.readable() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('app.tenant', true), '')::uuid[] $$;
CREATE FUNCTION es.writable() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('app.writer', true), '')::uuid[] $$;

-- Every table with a tenant gets the same two policies; migrations call this for theirs.
CREATE PROCEDURE es.guard(p_table regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
    EXECUTE format('CREATE POLICY tenant_reads ON %s FOR SELECT'
        ' USING (tenant_id = ANY ((SELECT es.readable())::uuid[]))', p_table);
    EXECUTE format('CREATE POLICY tenant_inserts ON %s FOR INSERT'
        ' WITH CHECK (tenant_id = ANY ((SELECT es.writable())::uuid[]))', p_table);
    EXECUTE format('CREATE POLICY tenant_updates ON %s FOR UPDATE'
        ' USING (tenant_id = ANY ((SELECT es.writable())::uuid[]))', p_table);
    EXECUTE format('CREATE POLICY tenant_deletes ON %s FOR DELETE'
        ' USING (tenant_id = ANY ((SELECT es.writable())::uuid[]))', p_table);
END $$;

CALL es.guard('es.tenant');
CALL es.guard('es.tenant_head');
CALL es.guard('es.event');
CALL es.guard('es.subject_event');
CALL es.guard('es.command');
