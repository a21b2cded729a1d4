DROP FUNCTION es.append;
DROP FUNCTION es.begin_work;
DROP FUNCTION es.open_tenant;
