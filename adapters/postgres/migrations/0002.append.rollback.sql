DROP FUNCTION es.append_one;
DROP FUNCTION es.append;
DROP FUNCTION es.link;
DROP FUNCTION es.shared_bytes;
DROP FUNCTION es.streams;
DROP FUNCTION es.begin_work;
DROP FUNCTION es.open_tenant;
