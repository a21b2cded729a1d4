DROP TABLE reg.person_link;
DROP POLICY owner_rotates ON vault.tenant_key;
ALTER TABLE vault.tenant_key DROP COLUMN mac_secret;
DROP TABLE vault.master;
