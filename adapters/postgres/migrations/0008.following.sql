-- How far each follower has read the log of each tenant.
-- depends: 0005.registers

CREATE SCHEMA fol;

CREATE TABLE fol.checkpoint (
    tenant_id uuid NOT NULL,
    follower text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (tenant_id, follower)
);

CALL es.guard('fol.checkpoint');
