DROP POLICY owner_resolves ON es.tenant;
DROP SCHEMA access CASCADE;
