"""The functions that the database's policies ask: who is looking, and what is shut to them.

They run as their owner (SECURITY DEFINER), because what is shut must be found in order to be hidden.
"""

from __future__ import annotations

DEFINER = "LANGUAGE {language} STABLE SECURITY DEFINER SET search_path = public, pg_temp"
IN_SQL = DEFINER.format(language="sql")

# What the connection was told lies in a setting that anybody may write, so it is signed: with a key that the
# application derives from its own secret, that the owner keeps here, and that the application's role cannot read.
SIGNED = """
CREATE TABLE IF NOT EXISTS trellis_sight_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), inner_key bytea NOT NULL, outer_key bytea NOT NULL
);

-- One number for each time that a connection is told who looks: what was told before, or elsewhere, counts no more.
CREATE SEQUENCE IF NOT EXISTS trellis_looks;

-- HMAC-SHA256 of these words.
CREATE OR REPLACE FUNCTION trellis_signed(words text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept trellis_sight_key;
BEGIN
    SELECT * INTO kept FROM trellis_sight_key;
    RETURN encode(sha256(kept.outer_key || sha256(kept.inner_key || convert_to(words, 'UTF8'))), 'hex');
END $$;
REVOKE EXECUTE ON FUNCTION trellis_signed(text) FROM PUBLIC;

-- What this connection was told: kind, organisation, membership, person, shut, sealed; nothing when it was not signed.
CREATE OR REPLACE FUNCTION trellis_sight() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told text := coalesce(current_setting('trellis.sight', true), '');
    parts text[];
BEGIN
    IF told = '' OR left(told, 64) IS DISTINCT FROM
        trellis_signed('sight ' || pg_backend_pid() || ' ' || substr(told, 65)) THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(substr(told, 65), '|', '');
    IF parts[7] IS DISTINCT FROM currval('public.trellis_looks')::text THEN
        RETURN NULL;
    END IF;
    RETURN parts;
END $$;

CREATE OR REPLACE FUNCTION trellis_keep_sight(
    kind text, organisation uuid, membership uuid, person uuid, shut text, sealed text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told text := array_to_string(
        ARRAY[kind, organisation::text, membership::text, person::text, shut, sealed,
              currval('public.trellis_looks')::text], '|', '');
BEGIN
    PERFORM set_config(
        'trellis.sight', trellis_signed('sight ' || pg_backend_pid() || ' ' || told) || told, false);
END $$;
REVOKE EXECUTE ON FUNCTION trellis_keep_sight(text, uuid, uuid, uuid, text, text) FROM PUBLIC;

-- Ids that are kept beside the sight, so that they are looked for once and not in every query.
CREATE OR REPLACE FUNCTION trellis_keep_list(name text, ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    for_whom text := (trellis_sight())[7];
BEGIN
    PERFORM set_config('trellis.' || name, trellis_signed(
        'list ' || pg_backend_pid() || ' ' || name || ' ' || for_whom || ' ' || ids::text) || ids::text, false);
END $$;
REVOKE EXECUTE ON FUNCTION trellis_keep_list(text, uuid[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION trellis_listed(name text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told text := coalesce(current_setting('trellis.' || name, true), '');
    for_whom text := (trellis_sight())[7];
BEGIN
    IF (trellis_sight())[3] IS NULL THEN
        RETURN NULL;
    END IF;
    IF left(told, 64) IS DISTINCT FROM trellis_signed(
        'list ' || pg_backend_pid() || ' ' || name || ' ' || for_whom || ' ' || substr(told, 65)) THEN
        RAISE EXCEPTION 'What is shut to whoever looks is not signed.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN substr(told, 65)::uuid[];
END $$;
REVOKE EXECUTE ON FUNCTION trellis_listed(text) FROM PUBLIC;

-- Whether the owner of the tables asks, under whatever role this function runs.
CREATE OR REPLACE FUNCTION trellis_by_owner() RETURNS boolean LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT coalesce(pg_has_role(
        coalesce(nullif(current_setting('role'), 'none'), session_user::text)::name,
        (SELECT relowner FROM pg_class WHERE oid = to_regclass('public.django_migrations')), 'USAGE'), false);
END;
"""

# Bodies that are bound when they are made: what the names in them mean cannot be changed by a search path.
_TOLD = """
CREATE OR REPLACE FUNCTION trellis_{name}() RETURNS uuid LANGUAGE sql STABLE
BEGIN ATOMIC SELECT (trellis_sight())[{place}]::uuid; END
"""

SETTINGS = "".join(
    _TOLD.format(name=name, place=place) + ";"
    for place, name in enumerate(("organisation", "membership", "person"), start=2)
)

# For functions that look past the wall: whether what they find belongs to the organisation for which they are asked.
ASKED = "((SELECT trellis_by_owner()) OR {organisation} = (SELECT trellis_organisation()))"

STAGE = """
CREATE OR REPLACE FUNCTION trellis_signing_in() RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC SELECT coalesce((trellis_sight())[1], '') = 'signing_in'; END;

-- Whether anything at all is shut to whoever looks; nearly always nothing is, and no policy need look further.
CREATE OR REPLACE FUNCTION trellis_nothing_shut() RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC SELECT coalesce((trellis_sight())[5], 'some') = 'none'; END;

-- Whether no fact is sealed from whoever looks.
CREATE OR REPLACE FUNCTION trellis_nothing_sealed() RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC SELECT coalesce((trellis_sight())[6], 'some') = 'none'; END;
"""

LOOK = """
CREATE OR REPLACE FUNCTION trellis_look(kind text, who uuid, proof text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    of_organisation uuid;
    of_person uuid;
    shut text := 'some';
    sealed text := 'some';
    families uuid[];
BEGIN
    IF proof IS DISTINCT FROM
        trellis_signed('look ' || pg_backend_pid() || ' ' || kind || ' ' || coalesce(who::text, '')) THEN
        RAISE EXCEPTION 'This sight is not signed with the key that this database keeps.'
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'After TRELLIS_SECRET_KEY was changed, run "trellis manage migrate" once, as the owner.';
    END IF;
    PERFORM nextval('trellis_looks');
    PERFORM trellis_keep_sight(kind, NULL, NULL, NULL, 'some', 'some');
    IF kind = 'person' THEN
        PERFORM trellis_keep_sight(kind, NULL, NULL, who, 'some', 'some');
    ELSIF kind = 'organisation' THEN
        PERFORM trellis_keep_sight(kind, who, NULL, NULL, 'none', 'none');
    ELSIF kind = 'viewer' THEN
        SELECT organisation_id, user_id INTO of_organisation, of_person
        FROM access_membership WHERE id = who AND is_active;
        IF of_organisation IS NULL THEN
            RETURN;
        END IF;
        PERFORM trellis_keep_sight(kind, of_organisation, who, of_person, 'some', 'some');
        families := ARRAY(SELECT trellis_find_shut_family());
        PERFORM trellis_keep_list('shut_families', families);
        IF families = '{}' THEN
            shut := 'none';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM trellis_seals_against()) THEN
            sealed := 'none';
        END IF;
        PERFORM trellis_keep_list('shut_people', CASE
            WHEN shut = 'none' AND sealed = 'none' THEN '{}' ELSE ARRAY(SELECT trellis_find_shut_person()) END);
        PERFORM trellis_keep_sight(kind, of_organisation, who, of_person, shut, sealed);
    END IF;
END $$;

-- The organisations that background work goes through, one after the other: their ids and nothing else.
CREATE OR REPLACE FUNCTION trellis_organisations() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM access_organisation ORDER BY id $$;

-- For which organisation a background job runs.
CREATE OR REPLACE FUNCTION trellis_job_is_of(job uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT organisation_id FROM jobs_backgroundjob WHERE id = job $$;
"""

FIRST = SIGNED + SETTINGS + STAGE
LAST = LOOK
