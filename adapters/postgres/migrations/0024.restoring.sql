-- A restore that broke off must be seen by whoever starts the service.
-- depends: 0015.bases

ALTER TABLE es.installation ADD COLUMN restoring_since timestamptz;
