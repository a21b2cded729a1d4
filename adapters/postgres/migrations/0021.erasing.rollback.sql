DROP TABLE reg.erasure, vault.archive, vault.epoch;
