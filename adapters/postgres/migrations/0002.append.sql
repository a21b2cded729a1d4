-- The only ways into the log. All run as the owner, who is bound by the same policies.
-- depends: 0001.store

CREATE FUNCTION es.open_tenant(p_tenant uuid, p_district uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = es, pg_temp AS $$
BEGIN
    IF NOT p_district = ANY (coalesce(es.writable(), '{}')) THEN
        RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
    END IF;
    INSERT INTO es.tenant (tenant_id, district_id) VALUES (p_tenant, p_district)
    ON CONFLICT DO NOTHING;
    INSERT INTO es.tenant_head (tenant_id, position, chain, recorded_at)
    VALUES (p_tenant, 0, sha256(uuid_send(p_tenant)), '2000-01-01T00:00:00Z')
    ON CONFLICT DO NOTHING;
END $$;

-- Lock the heads in order, then, in a statement of its own so that it sees what the lock waited
-- for, look up the commands that were already answered.
CREATE FUNCTION es.begin_work(
    p_tenants uuid[], p_command_tenant uuid[], p_command_id uuid[],
    OUT now timestamptz, OUT known json
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = es, pg_temp AS $$
BEGIN
    IF cardinality(p_tenants) <> (SELECT count(*) FROM (
        SELECT FROM es.tenant_head h WHERE h.tenant_id = ANY (p_tenants)
        ORDER BY h.tenant_id FOR UPDATE) AS locked) THEN
        RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
    END IF;
    now := clock_timestamp();
    SELECT json_agg(json_build_array(c.tenant_id, c.command_id, encode(c.request_mac, 'hex'),
                                     c.first_position, c.last_position))
    INTO known
    FROM unnest(p_command_tenant, p_command_id) AS asked (tenant_id, command_id)
    CROSS JOIN LATERAL (SELECT c.* FROM es.command c
        WHERE c.tenant_id = asked.tenant_id AND c.command_id = asked.command_id OFFSET 0) AS c;
END $$;

-- Read what several streams hold after a version, each in order. It is a function only to keep its
-- plan for a caller who sends no parameters; it has no rights of its own.
CREATE FUNCTION es.streams(p_tenant uuid[], p_stream uuid[], p_after integer[])
RETURNS SETOF es.event LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT e.* FROM unnest(p_tenant, p_stream, p_after)
        AS asked (tenant_id, stream_id, after)
    CROSS JOIN LATERAL (SELECT e.* FROM es.event e WHERE e.tenant_id = asked.tenant_id
        AND e.stream_id = asked.stream_id AND e.version > asked.after OFFSET 0) AS e
    ORDER BY e.tenant_id, e.stream_id, e.version;
END $$;

-- The next link of a tenant's chain, of the bytes that docs/log.md gives; p_shared is what the
-- events of a command have in common. Both functions dissolve in the statements that use them.
CREATE FUNCTION es.shared_bytes(p_recorded_at timestamptz, p_actor uuid, p_command_id uuid,
    p_causation uuid) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    RETURN timestamptz_send(p_recorded_at) || uuid_send(p_actor) || uuid_send(p_command_id)
        || uuid_send(coalesce(p_causation, '00000000-0000-0000-0000-000000000000'));
CREATE FUNCTION es.link(p_chain bytea, p_tenant uuid, p_position bigint, p_stream uuid,
    p_version integer, p_shared bytea, p_effective_on date, p_type text, p_payload bytea,
    p_encrypted bytea) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    RETURN sha256(p_chain || uuid_send(p_tenant) || int8send(p_position)
        || uuid_send(p_stream) || int4send(p_version) || p_shared || date_send(p_effective_on)
        || int4send(octet_length(p_type)) || convert_to(p_type, 'UTF8')
        || int4send(octet_length(p_payload)) || p_payload
        || int4send(coalesce(octet_length(p_encrypted), -1)) || coalesce(p_encrypted, ''));

-- Append the events of one or more commands of one or more tenants.
-- Commands come in the order in which they were decided; p_command[i] is the 1-based number of the
-- command that event i belongs to. The events of a command stand together and share one
-- recorded_at; from command to command it strictly increases within the tenant.
CREATE FUNCTION es.append(
    p_tenant uuid[], p_command_id uuid[], p_request_mac bytea[], p_actor uuid[],
    p_causation uuid[], p_recorded_at timestamptz[],
    p_command integer[], p_stream uuid[], p_version integer[], p_type text[],
    p_effective_on date[], p_payload bytea[], p_encrypted bytea[],
    p_subject_event integer[], p_subject uuid[]
) RETURNS TABLE (first_position bigint, last_position bigint, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = es, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_events CONSTANT integer := cardinality(p_command);
    v_heads es.tenant_head[];
    v_known uuid[];
    v_head es.tenant_head;
    v_number integer;
    v_shared bytea;
    v_command integer := 0;
    v_positions bigint[] := '{}';
    v_chains bytea[] := '{}';
    v_tenants uuid[] := '{}';
    v_times timestamptz[] := '{}';
    v_firsts bigint[] := '{}';
    v_lasts bigint[] := '{}';
    v_command_times timestamptz[] := '{}';
    v_following integer[] := '{}';
BEGIN
    IF p_recorded_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM es.installation i WHERE i.purpose IN ('demonstration', 'test')) THEN
        RAISE EXCEPTION 'this database takes its time from its own clock'
            USING ERRCODE = 'NS003';
    END IF;
    SELECT array_agg(h), array_agg(h.tenant_id) INTO v_heads, v_known FROM (
        SELECT * FROM es.tenant_head h WHERE h.tenant_id = ANY (p_tenant)
        ORDER BY h.tenant_id FOR UPDATE) AS h;
    FOR i IN 1..v_events LOOP
        IF p_command[i] <> v_command THEN
            v_command := p_command[i];
            IF p_tenant[v_command] IS DISTINCT FROM v_head.tenant_id THEN
                IF v_number IS NOT NULL THEN
                    v_heads[v_number] := v_head;
                END IF;
                v_number := array_position(v_known, p_tenant[v_command]);
                IF v_number IS NULL THEN
                    RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
                END IF;
                v_head := v_heads[v_number];
            END IF;
            v_head.recorded_at := greatest(
                coalesce(p_recorded_at[v_command], clock_timestamp()),
                v_head.recorded_at + interval '1 microsecond');
            v_shared := es.shared_bytes(v_head.recorded_at, p_actor[v_command],
                p_command_id[v_command], p_causation[v_command]);
            v_firsts[v_command] := v_head.position + 1;
            v_command_times[v_command] := v_head.recorded_at;
        END IF;
        v_head.position := v_head.position + 1;
        v_head.chain := es.link(v_head.chain, v_head.tenant_id, v_head.position, p_stream[i],
            p_version[i], v_shared, p_effective_on[i], p_type[i], p_payload[i], p_encrypted[i]);
        v_tenants[i] := v_head.tenant_id;
        v_positions[i] := v_head.position;
        v_times[i] := v_head.recorded_at;
        v_chains[i] := v_head.chain;
        v_lasts[v_command] := v_head.position;
        IF p_version[i] > 1 AND NOT (i > 1 AND p_stream[i - 1] = p_stream[i]
                                     AND p_version[i - 1] = p_version[i] - 1) THEN
            v_following := v_following || i;
        END IF;
    END LOOP;
    v_heads[v_number] := v_head;
    UPDATE es.tenant_head h
    SET position = n.position, chain = n.chain, recorded_at = n.recorded_at
    FROM unnest(v_heads) AS n WHERE h.tenant_id = n.tenant_id;
    INSERT INTO es.event (tenant_id, position, stream_id, version, type, recorded_at,
        effective_on, actor, command_id, causation, payload, encrypted, chain)
    SELECT e.tenant_id, e.position, e.stream_id, e.version, e.type, e.recorded_at,
        e.effective_on, p_actor[e.command], p_command_id[e.command], p_causation[e.command],
        e.payload, e.encrypted, e.chain
    FROM unnest(v_tenants, v_positions, p_stream, p_version, p_type, v_times, p_effective_on,
        p_command, p_payload, p_encrypted, v_chains)
        AS e (tenant_id, position, stream_id, version, type, recorded_at, effective_on,
              command, payload, encrypted, chain);
    -- The unique key refuses a version that exists; this refuses one that leaves a gap or comes
    -- before the one it follows.
    IF cardinality(v_following) > (
        SELECT count(*) FROM unnest(v_following) AS i
        CROSS JOIN LATERAL (SELECT FROM es.event e WHERE e.tenant_id = v_tenants[i]
            AND e.stream_id = p_stream[i] AND e.version = p_version[i] - 1
                AND e.position < v_positions[i] OFFSET 0) AS e) THEN
        RAISE EXCEPTION 'stale version' USING ERRCODE = 'NS001';
    END IF;
    INSERT INTO es.command (tenant_id, command_id, request_mac, first_position, last_position)
    SELECT * FROM unnest(p_tenant, p_command_id, p_request_mac, v_firsts, v_lasts);
    IF cardinality(p_subject) > 0 THEN
        INSERT INTO es.subject_event (tenant_id, subject, position, stream_id)
        SELECT v_tenants[s.event], s.subject, v_positions[s.event], p_stream[s.event]
        FROM unnest(p_subject_event, p_subject) AS s (event, subject);
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_firsts, v_lasts, v_command_times);
END $$;

-- Append the one event of one command: the same as es.append, for the commonest case, without
-- arrays.
CREATE FUNCTION es.append_one(
    p_tenant uuid, p_command_id uuid, p_request_mac bytea, p_actor uuid, p_causation uuid,
    p_recorded_at timestamptz, p_stream uuid, p_version integer, p_type text,
    p_effective_on date, p_payload bytea, p_encrypted bytea, p_subject uuid[],
    OUT first_position bigint, OUT last_position bigint, OUT recorded_at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = es, pg_temp AS $$
DECLARE
    v_chain bytea;
BEGIN
    IF p_recorded_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM es.installation i WHERE i.purpose IN ('demonstration', 'test')) THEN
        RAISE EXCEPTION 'this database takes its time from its own clock'
            USING ERRCODE = 'NS003';
    END IF;
    SELECT h.position + 1, h.chain, h.recorded_at INTO first_position, v_chain, recorded_at
    FROM es.tenant_head h WHERE h.tenant_id = p_tenant FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
    END IF;
    last_position := first_position;
    recorded_at := greatest(
        coalesce(p_recorded_at, clock_timestamp()), recorded_at + interval '1 microsecond');
    v_chain := es.link(v_chain, p_tenant, first_position, p_stream, p_version,
        es.shared_bytes(recorded_at, p_actor, p_command_id, p_causation),
        p_effective_on, p_type, p_payload, p_encrypted);
    IF p_version > 1 AND NOT EXISTS (SELECT FROM es.event e WHERE e.tenant_id = p_tenant
        AND e.stream_id = p_stream AND e.version = p_version - 1) THEN
        RAISE EXCEPTION 'stale version' USING ERRCODE = 'NS001';
    END IF;
    UPDATE es.tenant_head h SET position = first_position, chain = v_chain,
        recorded_at = append_one.recorded_at WHERE h.tenant_id = p_tenant;
    INSERT INTO es.event (tenant_id, position, stream_id, version, type, recorded_at,
        effective_on, actor, command_id, causation, payload, encrypted, chain)
    VALUES (p_tenant, first_position, p_stream, p_version, p_type, recorded_at,
        p_effective_on, p_actor, p_command_id, p_causation, p_payload, p_encrypted, v_chain);
    INSERT INTO es.command (tenant_id, command_id, request_mac, first_position, last_position)
    VALUES (p_tenant, p_command_id, p_request_mac, first_position, first_position);
    IF cardinality(p_subject) > 0 THEN
        INSERT INTO es.subject_event (tenant_id, subject, position, stream_id)
        SELECT p_tenant, s.subject, first_position, p_stream FROM unnest(p_subject) AS s (subject);
    END IF;
END $$;
