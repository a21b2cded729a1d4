-- Accounts and their tokens. Whose token it is has to be found before any tenant is set.
-- depends: 0001.store

CREATE SCHEMA access;

CREATE TABLE access.account (
    tenant_id uuid NOT NULL,
    account_id uuid NOT NULL,
    login text NOT NULL,
    title text NOT NULL,
    role text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz,
    PRIMARY KEY (tenant_id, account_id),
    UNIQUE (tenant_id, login)
);

-- Only the SHA-256 of a token is kept.
CREATE TABLE access.token (
    tenant_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX token_by_hash ON access.token (token_hash);

CALL es.guard('access.account');
CALL es.guard('access.token');
CREATE POLICY owner_resolves ON access.account FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_resolves ON access.token FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_resolves ON es.tenant FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION access.resolve(p_hash bytea)
RETURNS TABLE (account_id uuid, tenant_id uuid, district_id uuid, role text, tenants uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = access, pg_temp AS $$
    SELECT a.account_id, a.tenant_id, t.district_id, a.role,
        CASE WHEN t.tenant_id = t.district_id
            THEN ARRAY(SELECT s.tenant_id FROM es.tenant s WHERE s.district_id = t.district_id
                       ORDER BY s.tenant_id)
            ELSE ARRAY[t.tenant_id] END
    FROM access.token k
    JOIN access.account a ON a.tenant_id = k.tenant_id AND a.account_id = k.account_id
    JOIN es.tenant t ON t.tenant_id = a.tenant_id
    WHERE k.token_hash = p_hash AND k.revoked_at IS NULL AND k.expires_at > now()
        AND a.disabled_at IS NULL
$$;
