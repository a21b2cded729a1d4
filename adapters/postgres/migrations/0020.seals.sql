-- What all logs were at a moment, signed: see docs/log.md. It belongs to the installation, and the
-- service's role has no right to it; only the owner seals.
-- depends: 0015.bases

CREATE TABLE es.seal (
    number bigint PRIMARY KEY,
    sealed_at timestamptz NOT NULL,
    previous bytea NOT NULL,
    root bytea NOT NULL,
    leaves bytea NOT NULL,
    public_key bytea NOT NULL,
    signature bytea NOT NULL
);
