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
DECLARE
    v_tenant uuid;
    v_locked integer := 0;
BEGIN
    FOR v_tenant IN SELECT h.tenant_id FROM es.tenant_head h
        WHERE h.tenant_id = ANY (p_tenants) ORDER BY h.tenant_id FOR UPDATE
    LOOP
        v_locked := v_locked + 1;
    END LOOP;
    IF v_locked <> cardinality(p_tenants) THEN
        RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
    END IF;
    now := clock_timestamp();
    SELECT json_agg(json_build_array(c.tenant_id, c.command_id, encode(c.request_mac, 'hex'),
                                     c.first_position, c.last_position))
    INTO known
    FROM unnest(p_command_tenant, p_command_id) AS asked (tenant_id, command_id)
    JOIN es.command c USING (tenant_id, command_id);
END $$;

-- Append the events of one or more commands of one or more tenants.
-- Commands of a tenant stand together, in the order in which they were decided; p_command[i] is
-- the 1-based number of the command that event i belongs to. The events of a command share one
-- recorded_at; from command to command it strictly increases within the tenant.
-- docs/log.md gives the bytes that enter the chain.
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
    c_zero CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    v_events CONSTANT integer := cardinality(p_command);
    v_position bigint;
    v_chain bytea;
    v_recorded_at timestamptz;
    v_tenant uuid;
    v_head bytea;
    v_command integer := 0;
    v_positions bigint[] := '{}';
    v_chains bytea[] := '{}';
    v_tenants uuid[] := '{}';
    v_times timestamptz[] := '{}';
    v_firsts bigint[] := '{}';
    v_lasts bigint[] := '{}';
    v_command_times timestamptz[] := '{}';
BEGIN
    IF p_recorded_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM es.installation i WHERE i.purpose IN ('demonstration', 'test')) THEN
        RAISE EXCEPTION 'this database takes its time from its own clock'
            USING ERRCODE = 'NS003';
    END IF;
    FOR i IN 1..v_events LOOP
        IF p_command[i] <> v_command THEN
            v_command := p_command[i];
            IF p_tenant[v_command] IS DISTINCT FROM v_tenant THEN
                IF v_tenant IS NOT NULL THEN
                    UPDATE es.tenant_head h SET position = v_position, chain = v_chain,
                        recorded_at = v_recorded_at WHERE h.tenant_id = v_tenant;
                END IF;
                v_tenant := p_tenant[v_command];
                SELECT h.position, h.chain, h.recorded_at
                INTO v_position, v_chain, v_recorded_at
                FROM es.tenant_head h WHERE h.tenant_id = v_tenant FOR UPDATE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'tenant out of scope' USING ERRCODE = 'NS002';
                END IF;
            END IF;
            v_recorded_at := greatest(
                coalesce(p_recorded_at[v_command], clock_timestamp()),
                v_recorded_at + interval '1 microsecond');
            v_head := timestamptz_send(v_recorded_at) || uuid_send(p_actor[v_command])
                || uuid_send(p_command_id[v_command])
                || uuid_send(coalesce(p_causation[v_command], c_zero));
            v_firsts[v_command] := v_position + 1;
            v_command_times[v_command] := v_recorded_at;
        END IF;
        v_position := v_position + 1;
        v_chain := sha256(v_chain || uuid_send(v_tenant) || int8send(v_position)
            || uuid_send(p_stream[i]) || int4send(p_version[i]) || v_head
            || date_send(p_effective_on[i])
            || int4send(octet_length(p_type[i])) || convert_to(p_type[i], 'UTF8')
            || int4send(octet_length(p_payload[i])) || p_payload[i]
            || int4send(coalesce(octet_length(p_encrypted[i]), -1))
            || coalesce(p_encrypted[i], ''));
        v_tenants[i] := v_tenant;
        v_positions[i] := v_position;
        v_times[i] := v_recorded_at;
        v_chains[i] := v_chain;
        v_lasts[v_command] := v_position;
    END LOOP;
    UPDATE es.tenant_head h SET position = v_position, chain = v_chain,
        recorded_at = v_recorded_at WHERE h.tenant_id = v_tenant;
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
    FOR i IN 1..v_events LOOP
        IF p_version[i] > 1 AND NOT (i > 1 AND p_stream[i - 1] = p_stream[i]
                                     AND p_version[i - 1] = p_version[i] - 1) THEN
            PERFORM FROM es.event e WHERE e.tenant_id = v_tenants[i]
                AND e.stream_id = p_stream[i] AND e.version = p_version[i] - 1
                AND e.position < v_positions[i];
            IF NOT FOUND THEN
                RAISE EXCEPTION 'stale version' USING ERRCODE = 'NS001';
            END IF;
        END IF;
    END LOOP;
    INSERT INTO es.command (tenant_id, command_id, request_mac, first_position, last_position)
    SELECT * FROM unnest(p_tenant, p_command_id, p_request_mac, v_firsts, v_lasts);
    IF cardinality(p_subject) > 0 THEN
        INSERT INTO es.subject_event (tenant_id, subject, position, stream_id)
        SELECT v_tenants[s.event], s.subject, v_positions[s.event], p_stream[s.event]
        FROM unnest(p_subject_event, p_subject) AS s (event, subject);
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_firsts, v_lasts, v_command_times);
END $$;
