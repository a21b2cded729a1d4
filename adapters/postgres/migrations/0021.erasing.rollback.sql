ALTER TABLE vault.identity_link DROP COLUMN erased;
DROP TABLE reg.erasure, vault.archive, vault.epoch;
