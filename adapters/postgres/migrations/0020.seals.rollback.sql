DROP TABLE es.seal;
