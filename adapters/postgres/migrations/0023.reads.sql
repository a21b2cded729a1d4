-- Who read whose personal data: written before the answer goes out, changed by nobody.
-- depends: 0015.bases

CREATE SCHEMA audit;

-- One row for each answer and each institution whose people it showed; tenant_id is that
-- institution, or the district for people in its own log. It holds keys and never a name: reason,
-- why somebody read what they otherwise may not, is encrypted under a key of the tenant.
CREATE TABLE audit.read (
    tenant_id uuid NOT NULL,
    read_at timestamptz NOT NULL DEFAULT now(),
    read_id uuid NOT NULL,
    account_id uuid NOT NULL,
    title text NOT NULL,
    asker uuid NOT NULL,
    operation text NOT NULL,
    persons uuid[] NOT NULL,
    as_of timestamptz,
    on_day date,
    break_glass boolean NOT NULL,
    reason bytea,
    PRIMARY KEY (tenant_id, read_at, read_id),
    CHECK (break_glass = (reason IS NOT NULL))
);

CALL es.guard('audit.read');

-- Binds the owner too, as whom the only function that removes anything runs.
CREATE POLICY kept_a_year ON audit.read AS RESTRICTIVE FOR DELETE
    USING (read_at < now() - interval '1 year');

CREATE FUNCTION audit.forget_reads(p_days integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
    WITH forgotten AS (
        DELETE FROM audit.read r
        WHERE r.tenant_id = ANY (es.writable()) AND r.read_at < now() - p_days * interval '1 day'
        RETURNING 1
    )
    SELECT count(*) FROM forgotten
$$;
