"""The chain: what is written is hashed as it is written, taken into the chain in a step of its own, and checked."""

from django.db import migrations

HASHES = """
CREATE FUNCTION audit_event_hash(
    id uuid, organisation_id uuid, by_id uuid, created_at timestamptz, at timestamptz, event text, is_view boolean,
    about_kind text, about_id uuid, about_family uuid, detail jsonb
) RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        id, organisation_id, by_id, extract(epoch FROM created_at), extract(epoch FROM at), event, is_view,
        about_kind, about_id, about_family, detail
    )::text, 'UTF8'))
$$;

CREATE FUNCTION audit_seal_hash(
    previous bytea, organisation uuid, number bigint, first bigint, events uuid[], hashes bytea[]
) RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(
        previous || convert_to(concat_ws(' ', organisation, number, first, cardinality(events)), 'UTF8') || (
            SELECT string_agg(uuid_send(one.event) || one.hash, ''::bytea ORDER BY one.place)
            FROM unnest(events, hashes) WITH ORDINALITY AS one (event, hash, place)
        )
    )
$$;
"""

# One statement for however many events a page writes; nothing that two requests would wait for each other at.
NOTING = """
CREATE FUNCTION audit_note_unsealed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_unsealed (id, created_at, organisation_id, hash)
    SELECT n.id, clock_timestamp(), n.organisation_id, audit_event_hash(
        n.id, n.organisation_id, n.by_id, n.created_at, n.at, n.event, n.is_view, n.about_kind, n.about_id,
        n.about_family, n.detail)
    FROM noted n;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_note_unsealed AFTER INSERT ON audit_auditevent
    REFERENCING NEW TABLE AS noted FOR EACH STATEMENT EXECUTE FUNCTION audit_note_unsealed();
"""

# An organisation's seals are made one after the other: the lock is held for this one short transaction.
SEALING = """
CREATE FUNCTION audit_seal(seal uuid, whose uuid, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last audit_logseal;
    taken uuid[];
    said bytea[];
    next_number bigint;
    next_first bigint;
    link bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit_seal ' || whose::text, 0));
    WITH gone AS (
        DELETE FROM audit_unsealed WHERE id IN (
            SELECT u.id FROM audit_unsealed u WHERE u.organisation_id = whose ORDER BY u.id LIMIT most
        ) RETURNING id, hash
    )
    SELECT array_agg(gone.id ORDER BY gone.id), array_agg(gone.hash ORDER BY gone.id) INTO taken, said FROM gone;
    IF taken IS NULL THEN
        RETURN 0;
    END IF;
    SELECT * INTO last FROM audit_logseal WHERE organisation_id = whose ORDER BY number DESC LIMIT 1;
    next_number := coalesce(last.number, 0) + 1;
    next_first := coalesce(last.first + cardinality(last.events), 1);
    link := coalesce(last.hash, sha256('the first seal'::bytea));
    INSERT INTO audit_logseal (id, created_at, organisation_id, number, first, events, hashes, previous, hash)
    VALUES (seal, clock_timestamp(), whose, next_number, next_first, taken, said, link,
            audit_seal_hash(link, whose, next_number, next_first, taken, said));
    RETURN cardinality(taken);
END $$;

CREATE FUNCTION audit_waiting() RETURNS TABLE (organisation_id uuid, events bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.organisation_id, count(*) FROM audit_unsealed u GROUP BY 1 ORDER BY 1
$$;

CREATE FUNCTION audit_organisations() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id FROM access_organisation o ORDER BY o.slug
$$;

CREATE FUNCTION audit_ends() RETURNS TABLE (slug text, organisation_id uuid, number bigint, events bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT ON (s.organisation_id)
        o.slug::text, s.organisation_id, s.number, s.first + cardinality(s.events) - 1, encode(s.hash, 'hex')
    FROM audit_logseal s JOIN access_organisation o ON o.id = s.organisation_id
    ORDER BY s.organisation_id, s.number DESC
$$;

CREATE FUNCTION audit_seal_at(whose uuid, wanted bigint) RETURNS TABLE (events bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.first + cardinality(s.events) - 1, encode(s.hash, 'hex')
    FROM audit_logseal s WHERE s.organisation_id = whose AND s.number = wanted
$$;
"""

# Reads past every wall, and gives back places and kinds of breakage, never what an event says.
CHECKING = """
CREATE FUNCTION audit_broken(whose uuid) RETURNS TABLE (place bigint, seal bigint, what text, event uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH seals AS MATERIALIZED (
        SELECT s.*, cardinality(s.events) AS many,
            lag(s.number) OVER w AS number_before, lag(s.hash) OVER w AS hash_before,
            lag(s.first + cardinality(s.events)) OVER w AS ended_before
        FROM audit_logseal s WHERE s.organisation_id = whose WINDOW w AS (ORDER BY s.number)
    ), places AS MATERIALIZED (
        SELECT s.number AS seal, s.first + one.place - 1 AS place, one.event, one.hash
        FROM seals s, unnest(s.events, s.hashes) WITH ORDINALITY AS one (event, hash, place)
    ), kept AS MATERIALIZED (
        SELECT e.id, audit_event_hash(e.id, e.organisation_id, e.by_id, e.created_at, e.at, e.event, e.is_view,
            e.about_kind, e.about_id, e.about_family, e.detail) AS hash
        FROM audit_auditevent e WHERE e.organisation_id = whose
    )
    SELECT coalesce(s.ended_before, 1), s.number - 1, 'seal missing', NULL::uuid
    FROM seals s WHERE s.number <> coalesce(s.number_before, 0) + 1
    UNION ALL
    SELECT s.first, s.number, 'seal changed', NULL
    FROM seals s WHERE s.hash IS DISTINCT FROM
        audit_seal_hash(s.previous, s.organisation_id, s.number, s.first, s.events, s.hashes)
    UNION ALL
    SELECT s.first, s.number, 'seal does not follow', NULL
    FROM seals s WHERE s.number = coalesce(s.number_before, 0) + 1
        AND (s.previous <> coalesce(s.hash_before, sha256('the first seal'::bytea))
             OR s.first <> coalesce(s.ended_before, 1))
    UNION ALL
    SELECT p.place, p.seal, CASE WHEN k.id IS NULL THEN 'event removed' ELSE 'event changed' END, p.event
    FROM places p LEFT JOIN kept k ON k.id = p.event WHERE k.hash IS DISTINCT FROM p.hash
    UNION ALL
    SELECT NULL, NULL, CASE WHEN k.id IS NULL THEN 'event removed' ELSE 'event changed' END, u.id
    FROM audit_unsealed u LEFT JOIN kept k ON k.id = u.id
    WHERE u.organisation_id = whose AND k.hash IS DISTINCT FROM u.hash
    UNION ALL
    SELECT NULL, NULL, 'event put in', k.id
    FROM kept k
    WHERE NOT EXISTS (SELECT FROM places p WHERE p.event = k.id)
        AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.id = k.id)
    ORDER BY 1 NULLS LAST, 2, 3, 4
$$;
"""

NEVER_CHANGED = """
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is appended to and read, never changed.';
END $$;
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_logseal
    FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_logseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_logcheck
    FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_logcheck
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
"""

BACK = """
DROP TRIGGER audit_no_truncate ON audit_auditevent;
DROP TRIGGER audit_no_change ON audit_logseal;
DROP TRIGGER audit_no_truncate ON audit_logseal;
DROP TRIGGER audit_no_change ON audit_logcheck;
DROP TRIGGER audit_no_truncate ON audit_logcheck;
DROP TRIGGER audit_note_unsealed ON audit_auditevent;
DROP FUNCTION audit_broken, audit_seal_at, audit_ends, audit_organisations, audit_waiting, audit_seal, audit_note_unsealed,
    audit_seal_hash, audit_event_hash;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain"), ("access", "0001_initial")]
    operations = [migrations.RunSQL([HASHES, NOTING, SEALING, CHECKING, NEVER_CHANGED], BACK)]
